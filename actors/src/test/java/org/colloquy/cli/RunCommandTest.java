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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunCommandTest {

    @TempDir private Path folder;

    private Path scenario;

    @BeforeEach
    void write() throws IOException {
        scenario = Files.writeString(folder.resolve("two.yaml"), ScenarioCommandTest.SIMULATED);
    }

    private CommandRun run(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of("run", scenario.toString(), "--run-dir", dir(name).toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path dir(String name) {
        return folder.resolve(name);
    }

    @Test
    void jsonIsOneObjectAndNothingElse() {
        CommandRun run = run("a", "--json");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertEquals(1, run.out().lines().count(), run.out());
        JsonNode json = run.json();
        assertEquals(dir("a").toString(), json.path("run").asText());
        assertEquals("finished", json.path("status").asText());
        assertEquals(64, json.path("digest").asText().length());
        assertEquals(6, json.path("dialogues").asInt());
        assertEquals(36, json.path("turns").asInt());
        assertTrue(json.path("tokens").isNumber());
        assertTrue(json.path("seconds").asDouble() > 0);
        JsonNode modes = json.path("modes");
        assertEquals(6, modes.path("cooperate").asInt() + modes.path("compete").asInt());
        for (String agent : List.of("ada", "bel")) {
            double solo = json.path("accuracy").path(agent).path("solo").asDouble(-1);
            double last = json.path("accuracy").path(agent).path("final").asDouble(-1);
            assertTrue(solo >= 0 && solo <= 1 && last >= 0 && last <= 1, json.toString());
        }
    }

    @Test
    void theScreenShowsTheDialoguesAndHowToReplay() {
        CommandRun run = run("a", "--threads", "1", "--in-flight", "1");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertEquals(6, run.out().lines().filter(line -> line.startsWith("Dialogue ")).count());
        assertTrue(run.out().contains("  ada shares"), run.out());
        assertTrue(run.out().contains("finished: 6 dialogues"), run.out());
        assertTrue(run.out().contains("./colloquy replay " + dir("a") + " --verify"), run.out());
        assertFalse(run.out().contains("\u001b") || run.out().contains("\r"), run.out());
    }

    @Test
    void quietIsOneLineAndTheNextStep() {
        CommandRun run = run("a", "--quiet");
        assertEquals(2, run.out().lines().count(), run.out());
    }

    @Test
    void aRunDirectoryRunsAgainInAnyFormatWithTheSameDigest() {
        String digest = run("a", "--json").json().path("digest").asText();
        scenario = dir("a");
        JsonNode again = run("b", "--json", "--log-format", "jsonl", "--threads", "2").json();
        assertEquals(digest, again.path("digest").asText());
        CommandRun binary = run("c", "--json", "--log-format", "kryo");
        assertEquals(ExitStatus.WELL, binary.status(), binary.err());
        assertTrue(Files.exists(dir("c").resolve("interactions.klog")));
        JsonNode shorter = run("d", "--json", "--set", "questions.count=1").json();
        assertEquals(2, shorter.path("dialogues").asInt());
    }

    @Test
    void aRunVerifiesAndAnAlteredOneNamesTheFirstDifference() throws IOException {
        run("a", "--quiet");
        CommandRun well = CommandRun.of("replay", dir("a").toString(), "--json");
        assertEquals(ExitStatus.WELL, well.status(), well.err());
        assertEquals("identical", well.json().path("status").asText());
        assertTrue(well.json().path("first").isNull(), well.out());
        Path log = dir("a").resolve("interactions.jsonl");
        List<String> lines = Files.readAllLines(log);
        assertEquals(lines.size(), well.json().path("records").asInt());
        lines.set(30, lines.get(30).replaceFirst("Answer", "answer"));
        Files.write(log, lines);
        CommandRun altered = CommandRun.of("replay", dir("a").toString(), "--json");
        assertEquals(ExitStatus.DIVERGED, altered.status());
        assertEquals("corrupt", altered.json().path("status").asText());
        assertEquals(30, altered.json().path("first").path("seq").asInt());
        CommandRun plain = CommandRun.of("replay", dir("a").toString(), "--verify");
        assertEquals(ExitStatus.DIVERGED, plain.status());
        assertEquals(1, plain.err().lines().count(), plain.err());
        Files.delete(log);
        CommandRun missing = CommandRun.of("replay", dir("a").toString(), "--verify");
        assertEquals(ExitStatus.DIVERGED, missing.status());
    }

    @Test
    void resumingAFinishedRunTellsItsSums() {
        JsonNode first = run("a", "--json").json();
        JsonNode resumed = CommandRun.of("resume", dir("a").toString(), "--json").json();
        for (String field : List.of("status", "digest", "dialogues", "turns", "accuracy")) {
            assertEquals(first.path(field), resumed.path(field), field);
        }
    }

    @Test
    void whatCannotStartIsOneLine() throws IOException {
        run("a", "--quiet");
        CommandRun taken = run("a");
        assertEquals(ExitStatus.BAD_USAGE, taken.status());
        assertEquals(1, taken.err().lines().count(), taken.err());
        assertEquals("", taken.out());
        CommandRun noRun = CommandRun.of("resume", folder.toString());
        assertEquals(ExitStatus.BAD_USAGE, noRun.status());
        assertEquals(1, noRun.err().lines().count(), noRun.err());
        CommandRun format = run("b", "--log-format", "xml");
        assertEquals(ExitStatus.BAD_USAGE, format.status());
        assertTrue(format.err().contains("jsonl, kryo"), format.err());
        CommandRun missing = CommandRun.of("run", folder.resolve("no.yaml").toString());
        assertEquals(ExitStatus.BAD_USAGE, missing.status());
        assertEquals(1, missing.err().lines().count(), missing.err());
    }
}
