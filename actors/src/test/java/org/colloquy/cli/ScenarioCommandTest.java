package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScenarioCommandTest {

    static final String SIMULATED =
            """
            name: two
            agents:
              - name: ada
                model: {provider: simulated, ability: 0.5}
              - name: bel
                model: {provider: simulated, ability: -0.5}
            questions: {source: arithmetic, families: [add, chain], levels: [1, 2], count: 3}
            interaction: {protocol: idea3, difficulty: label, samples: 2, validation: 20}
            """;

    private static final Path SCENARIOS = Path.of("../scenarios").toAbsolutePath().normalize();

    @TempDir private Path folder;

    @Test
    void runsRecipesAndExperimentsAreChecked() {
        Path run = SCENARIOS.resolve("quickstart.yaml");
        Path recipe = SCENARIOS.resolve("pretrain/ada.yaml");
        Path experiment = SCENARIOS.resolve("experiments/three-agents.yaml");
        CommandRun check =
                CommandRun.of(
                        "scenario",
                        "check",
                        run.toString(),
                        recipe.toString(),
                        experiment.toString());
        assertEquals(ExitStatus.WELL, check.status(), check.err());
        assertTrue(
                check.out().contains("2 agents, 24 questions, 48 dialogues of idea3"), check.out());
        assertTrue(check.out().contains("of pretraining for ada"), check.out());
        assertTrue(check.out().contains("an experiment of 3 arms, 1 cast, 7 runs"), check.out());
    }

    @Test
    void anExperimentsMistakesAreToldWithLineAndHint() throws IOException {
        String shipped = Files.readString(SCENARIOS.resolve("experiments/three-agents.yaml"));
        Path bad =
                Files.writeString(
                        folder.resolve("bad.yaml"),
                        shipped.replace("../ilr", SCENARIOS + "/ilr")
                                .replace("baseline: grpo", "baseline: gpro"));
        CommandRun check = CommandRun.of("scenario", "check", bad.toString());
        assertEquals(ExitStatus.BAD_USAGE, check.status());
        assertTrue(check.err().startsWith(bad + ":19:11: baseline is 'gpro'"), check.err());
        assertTrue(check.err().contains("did you mean 'grpo'?"), check.err());
        assertEquals(1, check.err().lines().count(), check.err());
        CommandRun run = CommandRun.of("run", bad.toString());
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("use: colloquy experiment FILE"), run.err());
    }

    @Test
    void mistakesOfAllFilesAreTold() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "nmae: x\n");
        Path worse = folder.resolve("worse.yaml");
        CommandRun check = CommandRun.of("scenario", "check", bad.toString(), worse.toString());
        assertEquals(ExitStatus.BAD_USAGE, check.status());
        String unknown = ":1:1: unknown key 'nmae'; did you mean 'name'?";
        assertTrue(check.err().contains(bad + unknown), check.err());
        assertTrue(check.err().contains(worse + ":1:1: no such file; check the path"), check.err());
    }

    @Test
    void theSchemaIsJson() throws IOException {
        CommandRun schema = CommandRun.of("scenario", "schema");
        assertEquals(ExitStatus.WELL, schema.status());
        String draft = new ObjectMapper().readTree(schema.out()).path("$schema").asText();
        assertEquals("https://json-schema.org/draft/2020-12/schema", draft);
    }

    @Test
    void valuesCanBeOverridden() throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), SIMULATED);
        CommandRun plain = CommandRun.of("scenario", "check", file.toString());
        assertEquals(file + ": well: 2 agents, 3 questions, 6 dialogues of idea3\n", plain.out());
        CommandRun more =
                CommandRun.of("scenario", "check", file.toString(), "--set", "questions.count=5");
        assertTrue(more.out().contains("5 questions, 10 dialogues"), more.out());
    }

    @Test
    void everyMistakeOfEveryFileIsTold() throws IOException {
        Path one = Files.writeString(folder.resolve("one.yaml"), SIMULATED);
        Path two =
                Files.writeString(
                        folder.resolve("two.yaml"),
                        SIMULATED
                                .replace("name: bel", "name: ada")
                                .replace("samples: 2", "sampels: 2"));
        CommandRun run = CommandRun.of("scenario", "check", one.toString(), two.toString());
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertEquals(2, run.err().lines().count(), run.err());
        assertTrue(run.err().lines().allMatch(line -> line.startsWith(two + ":")), run.err());
        assertTrue(run.err().contains("'samples'"), run.err());
        assertTrue(run.out().startsWith(one + ": well"), run.out());
    }

    @Test
    void aPreviewShowsTheQuestionsOfTheRun() throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), SIMULATED);
        CommandRun preview = CommandRun.of("scenario", "preview", file.toString(), "--count", "2");
        assertEquals(ExitStatus.WELL, preview.status(), preview.err());
        List<String> lines = preview.out().lines().toList();
        assertEquals("two: 3 questions, 6 dialogues of idea3", lines.getFirst());
        assertEquals("  and 1 more", lines.getLast());
        assertEquals(4, lines.size(), preview.out());
    }
}
