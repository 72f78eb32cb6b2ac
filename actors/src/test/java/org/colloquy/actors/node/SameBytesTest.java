package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.RunDirectory;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameBytesTest {

    @TempDir Path folder;

    @Test
    void threadsAndDialoguesInFlightChangeNoByte() throws IOException {
        List<String> protocols = List.of("idea3", "debate", "vote", "solo");
        for (int seed = 0; seed < protocols.size(); seed++) {
            DifficultyRule rule = DifficultyRule.values()[seed % 3];
            Scenario scenario = Simulations.scenario(seed, 3, protocols.get(seed), rule);
            byte[] calm = Simulations.log(run(seed, 0), scenario, Simulations.launch(1, 1));
            assertTrue(InteractionLog.check(RunDirectory.logOf(run(seed, 0))).ended());
            Path times = run(seed, 0).resolve("timings.jsonl");
            assertEquals(14, Files.readAllLines(times).size());
            byte[] busy = Simulations.log(run(seed, 1), scenario, Simulations.launch(2, 64));
            assertArrayEquals(calm, busy, protocols.get(seed));
            byte[] some = Simulations.log(run(seed, 2), scenario, Simulations.launch(2, 3));
            assertArrayEquals(calm, some, protocols.get(seed));
        }
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        Scenario one = Simulations.scenario(1, 2, "idea3", DifficultyRule.LABEL);
        Scenario two = Simulations.scenario(2, 2, "idea3", DifficultyRule.LABEL);
        Simulations.log(run(1, 1), one, Simulations.launch(1, 4));
        Simulations.log(run(2, 1), two, Simulations.launch(1, 4));
        assertTrue(
                !InteractionLog.check(RunDirectory.logOf(run(1, 1)))
                        .digest()
                        .equals(InteractionLog.check(RunDirectory.logOf(run(2, 1))).digest()));
        assertEquals(
                InteractionLog.check(RunDirectory.logOf(run(1, 1))).records(),
                InteractionLog.check(RunDirectory.logOf(run(2, 1))).records());
    }

    private Path run(int seed, int variant) {
        return folder.resolve(seed + "-" + variant);
    }
}
