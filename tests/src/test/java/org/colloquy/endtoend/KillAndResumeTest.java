package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 at many moments, resume, and find the bytes of an undisturbed run. */
final class KillAndResumeTest {

    private static final String SCENARIO = "scenarios/quickstart.yaml";
    private static final int KILLS = 8;

    @TempDir private Path folder;

    @Test
    void resumedRunsEndInTheSameBytes() throws Exception {
        Path whole = folder.resolve("whole");
        assertEquals(0, Colloquy.plain().run(command(whole)).exitCode());
        byte[] expected = Files.readAllBytes(log(whole));
        int resumed = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path run = folder.resolve("killed-" + kill);
            long killAt = (long) (expected.length * CounterRandom.uniform(kill, 0) * 0.95);
            resumed += Colloquy.plain().kill(log(run), killAt, command(run)) ? 1 : 0;
            Colloquy.Result result = Colloquy.plain().run("resume", run.toString(), "--quiet");
            assertEquals(0, result.exitCode(), "kill " + kill + ": " + result.err());
            assertArrayEquals(expected, Files.readAllBytes(log(run)), "kill " + kill);
        }
        assertTrue(resumed > 0, "each run ended before it was killed");
    }

    private static String[] command(Path run) {
        return new String[] {
            "run",
            SCENARIO,
            "--run-dir",
            run.toString(),
            "--set",
            "questions.count=12",
            "--set",
            Colloquy.PATIENT,
            "--quiet"
        };
    }

    private static Path log(Path run) {
        return run.resolve("interactions.jsonl");
    }
}
