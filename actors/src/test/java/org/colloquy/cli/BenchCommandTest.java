package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class BenchCommandTest {

    @Test
    void anUnknownSuiteNamesTheNearest() {
        CommandRun run = CommandRun.of("bench", "trian");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertEquals("colloquy: there is no suite 'trian'; did you mean 'train'?\n", run.err());
    }

    @Test
    void noSuiteIsBadUsage() {
        CommandRun run = CommandRun.of("bench");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("SUITE"), run.err());
    }
}
