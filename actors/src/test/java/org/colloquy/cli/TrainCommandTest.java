package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {

    static final String TINY =
            """
            name: tiny
            seed: 3
            agents:
              - name: ada
                model: {provider: transformer, weights: "builtin:ada"}
              - name: bel
                model: {provider: transformer, weights: "builtin:bel"}
            questions: {source: arithmetic, families: [add, subtract], levels: [2]}
            interaction: {protocol: solo, validation: 2, sampling: {max-tokens: 40}}
            train:
              iterations: 2
              questions: 2
              group-size: 3
              evaluation: {every: 1, questions: 3}
            """;

    @TempDir private Path folder;

    private CommandRun train(String scenario, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("scenario.yaml"), scenario);
        List<String> arguments = new ArrayList<>(List.of("train", file.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void trainsTellsHowAndLearnsAgainFromTheLog() throws IOException {
        Path run = folder.resolve("run");
        CommandRun trained = train(TINY, "--run-dir", run.toString());
        assertEquals(ExitStatus.WELL, trained.status(), trained.err());
        assertTrue(trained.out().contains("  1/2  right ada "), trained.out());
        assertTrue(trained.out().contains("alone, after 0 iterations: ada "), trained.out());
        assertTrue(trained.out().contains("after 2 iterations"), trained.out());
        assertTrue(trained.out().contains("./colloquy replay " + run), trained.out());
        CommandRun resumed = CommandRun.of("resume", run.toString(), "--json");
        JsonNode json = resumed.json();
        assertEquals("finished", json.path("status").asText());
        assertEquals(2, json.path("iterations").asInt());
        assertEquals(3, json.path("evaluations").size());
        assertEquals(3, json.at("/evaluations/2/agents/bel/asked").asInt());
        Path again = folder.resolve("again");
        CommandRun learned =
                CommandRun.of("train", "--from-log", run.toString(), "--run-dir", again.toString());
        assertEquals(ExitStatus.WELL, learned.status(), learned.err());
        assertEquals(
                Files.readString(run.resolve("metrics.jsonl")),
                Files.readString(again.resolve("metrics.jsonl")));
        assertTrue(learned.out().contains("weights " + again.resolve("checkpoints")));
        assertFalse(learned.out().contains("colloquy replay"), "there is no log to replay");
        CommandRun refused = CommandRun.of("resume", again.toString());
        assertEquals(ExitStatus.BAD_USAGE, refused.status(), refused.err());
        assertTrue(refused.err().contains("no log of its own"), refused.err());
        assertTrue(refused.err().contains("train --from-log again"), refused.err());
    }

    @Test
    void nothingToLearnIsToldOnTheWayAndAtTheEnd() throws IOException {
        String wordless = TINY.replace("max-tokens: 40", "max-tokens: 1");
        Path run = folder.resolve("run");
        String[] options = {
            "--run-dir", run.toString(), "--set", "train.iterations=4", "--set", "train.questions=1"
        };
        CommandRun trained = train(wordless, options);
        assertEquals(ExitStatus.WELL, trained.status(), trained.err());
        List<String> lines = trained.out().lines().toList();
        List<String> warnings =
                lines.stream().filter(line -> line.startsWith("warning: in 3 iterations")).toList();
        assertEquals(1, warnings.size(), trained.out());
        assertTrue(warnings.getFirst().contains("of ada and of bel never differed"));
        assertTrue(warnings.getFirst().contains("train.group-size"));
        assertTrue(lines.indexOf(warnings.getFirst()) < lines.size() - 6, "on the way");
        assertEquals(2, trained.err().lines().count(), trained.err());
        assertTrue(trained.err().contains("the rewards of bel never differed"), trained.err());
    }

    @Test
    void aScenarioWithoutTrainingIsRefusedWithAHint() throws IOException {
        CommandRun refused = train(ScenarioCommandTest.SIMULATED);
        assertEquals(ExitStatus.BAD_USAGE, refused.status());
        assertTrue(refused.err().contains("says nothing of training; add a section"));
    }

    @Test
    void agentsWithoutWeightsCannotLearn() throws IOException {
        CommandRun refused = train(ScenarioCommandTest.SIMULATED + "\ntrain: {iterations: 1}\n");
        assertEquals(ExitStatus.BAD_USAGE, refused.status(), refused.err());
        assertTrue(refused.out().isEmpty());
    }

    @Test
    void aFileAndALogAtOnceAreRefused() throws IOException {
        CommandRun refused = train(TINY, "--from-log", folder.toString());
        assertEquals(ExitStatus.BAD_USAGE, refused.status());
        assertTrue(refused.err().contains("a file and --from-log"), refused.err());
    }
}
