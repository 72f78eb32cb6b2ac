package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RescoreCommandTest {

    @TempDir private Path folder;

    private String run = "";

    @BeforeEach
    void record() throws IOException {
        Path scenario = Files.writeString(folder.resolve("a.yaml"), ScenarioCommandTest.SIMULATED);
        run = folder.resolve("run").toString();
        CommandRun made = CommandRun.of("run", scenario.toString(), "--run-dir", run, "--quiet");
        assertEquals(ExitStatus.WELL, made.status(), made.err());
    }

    @Test
    void theTableHasBothRulesSideBySide() {
        CommandRun shown = CommandRun.of("rescore", run, "--set", "train.rewards.wrong=0.5");
        assertEquals(ExitStatus.WELL, shown.status(), shown.err());
        assertTrue(
                shown.out().startsWith("6 dialogues about 3 questions, by the run's own rules"),
                shown.out());
        assertTrue(shown.out().contains("-> with train.rewards.wrong=0.5\n"), shown.out());
        assertTrue(shown.out().contains("\nada    share         3 -> 3"), shown.out());
        assertTrue(shown.out().contains("cooperating on "), shown.out());
        shown.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void jsonHoldsTheSame() {
        JsonNode json =
                CommandRun.of("rescore", run, "--json", "--set", "interaction.mode=compete").json();
        assertEquals(6, json.path("dialogues").asInt());
        assertEquals(2, json.path("groups").size());
        JsonNode row = json.path("groups").path(0);
        assertEquals("ada", row.path("agent").asText());
        assertEquals(row.path("recorded"), row.path("changed"));
        assertEquals(0, row.path("signChanges").asInt());
        JsonNode modes = json.path("modes");
        assertEquals(0, modes.path("cooperateChanged").asInt());
        assertEquals(modes.path("cooperateRecorded").asInt(), modes.path("flipped").asInt());
    }

    @Test
    void whatIsNoRuleIsBadUsage() {
        CommandRun other = CommandRun.of("rescore", run, "--set", "questions.count=2");
        assertEquals(ExitStatus.BAD_USAGE, other.status());
        assertEquals(1, other.err().lines().count(), other.err());
        assertTrue(other.err().contains("train.rewards, "), other.err());
        CommandRun wrong = CommandRun.of("rescore", run, "--set", "train.rewards.right=-1");
        assertEquals(ExitStatus.BAD_USAGE, wrong.status(), wrong.err());
        assertTrue(wrong.err().contains("right"), wrong.err());
    }
}
