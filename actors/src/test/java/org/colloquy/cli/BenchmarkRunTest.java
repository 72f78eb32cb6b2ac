package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A benchmark's file from the scenario to the replay of its run. */
final class BenchmarkRunTest {

    @TempDir private Path folder;

    @Test
    void asksGradesAndReplaysAPublishedFile() throws IOException {
        Files.writeString(
                folder.resolve("gsm.jsonl"),
                """
                {"question": "Two and two?", "answer": "2 + 2 = <<2+2=4>>4\\n#### 4"}
                {"question": "A thousand and one?", "answer": "#### 1,001"}
                """);
        Path scenario = folder.resolve("gsm.yaml");
        Files.writeString(
                scenario,
                """
                name: gsm
                seed: 3
                agents:
                  - name: ann
                    model: {provider: simulated, ability: 8}
                  - name: bob
                    model: {provider: simulated, ability: -8}
                questions: {source: file, path: gsm.jsonl, format: gsm8k}
                interaction: {validation: 0, anchors: 0, difficulty: label}
                """);
        Path run = folder.resolve("run");
        CommandRun ran =
                CommandRun.of("run", scenario.toString(), "--run-dir", run.toString(), "--json");
        assertEquals(ExitStatus.WELL, ran.status(), ran.err());
        assertEquals(
                1.0, ran.json().path("accuracy").path("ann").path("solo").asDouble(), ran.out());
        assertEquals(
                0.0, ran.json().path("accuracy").path("bob").path("solo").asDouble(), ran.out());
        assertTrue(Files.readString(run.resolve("run.json")).contains("\"grader\""), "run.json");
        CommandRun replay = CommandRun.of("replay", run.toString(), "--verify", "--json");
        assertEquals("identical", replay.json().path("status").asText(), replay.out());
    }

    @Test
    void refusesAFileOfAnotherFormat() throws IOException {
        Files.writeString(folder.resolve("x.jsonl"), "{\"problem\": \"p\", \"answer\": \"1\"}\n");
        Path scenario = folder.resolve("x.yaml");
        Files.writeString(
                scenario,
                """
                name: x
                agents: [{name: ann, model: {provider: simulated}}]
                questions: {source: file, path: x.jsonl, format: gsm8k}
                """);
        CommandRun check = CommandRun.of("scenario", "check", scenario.toString());
        assertEquals(ExitStatus.BAD_USAGE, check.status());
        assertTrue((check.out() + check.err()).contains("x.jsonl:1:"), check.out() + check.err());
    }
}
