package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {

    @TempDir private Path run;

    @BeforeEach
    void record() throws IOException {
        SampleLog.write(run.resolve("interactions.jsonl"));
    }

    @Test
    void showsAConversationWithNamesAndMarks() {
        CommandRun shown = CommandRun.of("replay", run.toString());
        assertEquals(ExitStatus.WELL, shown.status());
        assertTrue(shown.out().contains("Dialogue 0.0.0  compete (P 0.66)  chain, level 2\n"));
        assertTrue(shown.out().contains("  ada shares   " + SampleLog.SOLVED + " \u2713\n"));
        assertTrue(shown.out().contains("  bel shares   " + SampleLog.ERRED + " \u2717\n"));
        assertTrue(shown.out().contains("not 245 by bel."), shown.out());
        assertTrue(shown.out().contains("  bel analyses ada has 255"), shown.out());
        assertTrue(shown.out().contains("  failed: bel: no answer in 5 s, 3 times\n"));
    }

    @Test
    void noTextCanMoveTheCursor() {
        String shown = CommandRun.of("replay", run.toString()).out();
        assertTrue(shown.contains("\\x1b[2J"), shown);
        assertFalse(shown.contains("\u001b"), shown);
    }

    @Test
    void showsOneDialogueOrOneAgent() {
        CommandRun one = CommandRun.of("replay", run.toString(), "--dialogue", "0.0.1");
        assertEquals(1, one.out().lines().filter(line -> line.startsWith("Dialogue")).count());
        CommandRun bel = CommandRun.of("replay", run.toString(), "--agent", "bel");
        assertFalse(bel.out().contains("  ada shares"), bel.out());
        assertEquals(3, bel.out().lines().filter(line -> line.startsWith("  bel ")).count());
        CommandRun nobody = CommandRun.of("replay", run.toString(), "--agent", "cid");
        assertEquals(ExitStatus.BAD_USAGE, nobody.status());
        assertTrue(nobody.err().contains("ada, bel"), nobody.err());
    }

    @Test
    void aSpeedThatIsNoneIsBadUsage() {
        CommandRun slow = CommandRun.of("replay", run.toString(), "--speed", "-1");
        assertEquals(ExitStatus.BAD_USAGE, slow.status());
        assertEquals(1, slow.err().lines().count(), slow.err());
    }
}
