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
    private static final long GIVE_UP_NANOS = 600_000_000_000L;

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
            resumed += killAround(run, killAt) ? 1 : 0;
            Colloquy.Result result = Colloquy.plain().run("resume", run.toString(), "--quiet");
            assertEquals(0, result.exitCode(), "kill " + kill + ": " + result.err());
            assertArrayEquals(expected, Files.readAllBytes(log(run)), "kill " + kill);
        }
        assertTrue(resumed > 0, "each run ended before it was killed");
    }

    /** Starts a run and kills it once its log has so many bytes; false if it ended before. */
    private boolean killAround(Path run, long octets) throws Exception {
        Process process = Colloquy.plain().start(command(run));
        long start = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - start < GIVE_UP_NANOS) {
            if (Files.exists(log(run)) && Files.size(log(run)) >= octets) {
                break;
            }
            Thread.sleep(2);
        }
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        return alive && process.exitValue() != 0;
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
