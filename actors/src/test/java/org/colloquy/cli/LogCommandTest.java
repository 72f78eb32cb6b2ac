package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCommandTest {

    @TempDir private Path run;

    private Path log;

    @BeforeEach
    void record() throws IOException {
        log = run.resolve("interactions.jsonl");
        SampleLog.write(log);
    }

    @Test
    void catPrintsTheFilesOwnBytes() throws IOException {
        CommandRun cat = CommandRun.of("log", "cat", run.toString());
        assertEquals(ExitStatus.WELL, cat.status());
        assertEquals(Files.readString(log), cat.out());
    }

    @Test
    void catPicksRecordsByType() {
        CommandRun cat =
                CommandRun.of("log", "cat", run.toString(), "--type", "mode-chosen,run-ended");
        assertEquals(2, cat.out().lines().count(), cat.out());
        assertEquals("run-ended", cat.json().path("type").asText());
    }

    @Test
    void theBinaryFormHoldsTheSame() throws IOException {
        Path binary = run.resolve("copy.klog");
        assertEquals(
                ExitStatus.WELL,
                CommandRun.of("log", "convert", log.toString(), binary.toString()).status());
        assertEquals(Files.readString(log), CommandRun.of("log", "cat", binary.toString()).out());
        assertEquals(
                CommandRun.of("log", "verify", log.toString(), "--json").json(),
                CommandRun.of("log", "verify", binary.toString(), "--json").json());
        CommandRun again = CommandRun.of("log", "convert", log.toString(), binary.toString());
        assertEquals(ExitStatus.BAD_USAGE, again.status());
        assertTrue(again.err().contains("exists"), again.err());
    }

    @Test
    void statsCountsAndShares() {
        JsonNode stats = CommandRun.of("log", "stats", run.toString(), "--json").json();
        assertEquals(17, stats.path("records").asInt());
        assertEquals(7, stats.path("types").path("turn-taken").asInt());
        assertEquals(1, stats.path("dialogues").asInt());
        assertEquals(1, stats.path("failed").asInt());
        assertEquals(60, stats.path("tokens").asInt());
        assertEquals(1, stats.path("modes").path("compete").asInt());
        assertEquals(0.0, stats.path("accuracy").path("bel").path("solo").asDouble());
        assertEquals(1.0, stats.path("accuracy").path("bel").path("final").asDouble());
    }

    @Test
    void verifyFindsAnAlteredByte() throws IOException {
        String text = Files.readString(log);
        Files.writeString(log, text.replaceFirst("Answer 245", "Answer 246"));
        CommandRun plain = CommandRun.of("log", "verify", run.toString());
        assertEquals(ExitStatus.DIVERGED, plain.status());
        assertEquals(1, plain.err().lines().count(), plain.err());
        CommandRun json = CommandRun.of("log", "verify", run.toString(), "--json");
        assertEquals(ExitStatus.DIVERGED, json.status());
        assertEquals("corrupt", json.json().path("status").asText());
    }

    @Test
    void whatIsNotALogIsBadUsage() throws IOException {
        Path text = Files.writeString(run.resolve("notes.txt"), "x", StandardCharsets.UTF_8);
        Path empty = Files.createDirectory(run.resolve("empty"));
        for (Path wrong : List.of(text, empty, run.resolve("missing"))) {
            CommandRun cat = CommandRun.of("log", "cat", wrong.toString());
            assertEquals(ExitStatus.BAD_USAGE, cat.status(), wrong.toString());
            assertEquals(1, cat.err().lines().count(), cat.err());
        }
    }
}
