package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported can speak in a scenario. */
final class ExportCommandTest {

    private static final String SCENARIO =
            """
            name: mixed
            seed: 3
            agents:
              - name: gus
                model: {provider: llama.cpp, file: ada.gguf}
              - name: bel
                model: {provider: transformer, weights: builtin:bel}
            questions: {source: arithmetic, count: 1}
            interaction: {samples: 1, sampling: {temperature: 0}}
            """;

    @TempDir Path folder;

    @Test
    void anExportedAgentTakesPartInADialogue() throws IOException {
        Path file = folder.resolve("ada.gguf");
        CommandRun export =
                CommandRun.of("export", "builtin:ada", "--gguf", file.toString(), "--json");
        assertEquals(ExitStatus.WELL, export.status(), export.err());
        assertEquals(Files.size(file), export.json().path("bytes").asLong());
        Path scenario = Files.writeString(folder.resolve("mixed.yaml"), SCENARIO);
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        for (Path run : new Path[] {first, second}) {
            CommandRun ran = CommandRun.of("run", scenario.toString(), "--run-dir", run.toString());
            assertEquals(ExitStatus.WELL, ran.status(), ran.err());
        }
        String log = Files.readString(first.resolve("interactions.jsonl"));
        assertTrue(log.contains("llama.cpp sha256 "), log);
        assertTrue(log.contains("Answer"), log);
        assertEquals(log, Files.readString(second.resolve("interactions.jsonl")));
    }

    @Test
    void mistakesAreNamed() throws IOException {
        String nowhere = folder.resolve("none").resolve("x.gguf").toString();
        CommandRun run = CommandRun.of("export", "builtin:ada", "--gguf", nowhere);
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("there is no folder"), run.err());
        String file = folder.resolve("x.gguf").toString();
        run = CommandRun.of("export", "builtin:ada", "--agent", "zoe", "--gguf", file);
        assertTrue(run.err().contains("has no agent zoe; it has ada"), run.err());
        Path scenario =
                Files.writeString(
                        folder.resolve("wrong.yaml"), SCENARIO.replace("ada.gguf", "no.gguf"));
        run = CommandRun.of("scenario", "check", scenario.toString());
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("file is 'no.gguf', which is no file"), run.err());
    }
}
