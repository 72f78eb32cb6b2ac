package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScenarioCommandTest {

    private static final Path SCENARIOS = Path.of("../scenarios").toAbsolutePath().normalize();

    @TempDir private Path folder;

    @Test
    void runsAndRecipesAreChecked() {
        Path run = SCENARIOS.resolve("quickstart.yaml");
        Path recipe = SCENARIOS.resolve("pretrain/ada.yaml");
        CommandRun check = CommandRun.of("scenario", "check", run.toString(), recipe.toString());
        assertEquals(ExitStatus.WELL, check.status(), check.err());
        assertTrue(
                check.out().contains("2 agents, 24 questions, 48 dialogues of idea3"), check.out());
        assertTrue(check.out().contains("of pretraining for ada"), check.out());
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
}
