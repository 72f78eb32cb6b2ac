package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.RunDirectory;
import org.colloquy.replay.Verification;
import org.colloquy.replay.Verification.Status;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the actors decided is what the engine decides again from the record alone. */
class VerifiedRunTest {

    @TempDir Path folder;

    @Test
    void everyDecisionOfARunFollowsFromItsRecord() throws IOException {
        List<String> protocols = List.of("idea3", "debate", "vote", "solo");
        for (int seed = 0; seed < protocols.size(); seed++) {
            DifficultyRule rule = DifficultyRule.values()[(seed + 2) % 3];
            Scenario scenario = Simulations.scenario(seed, 2 + seed % 2, protocols.get(seed), rule);
            Path run = folder.resolve("run" + seed);
            Simulations.log(run, scenario, Simulations.launch(2, 8));
            long records = InteractionLog.check(RunDirectory.logOf(run)).records();
            assertEquals(
                    new Verification(Status.IDENTICAL, records, true, false, Optional.empty(), ""),
                    Verification.of(run),
                    protocols.get(seed) + " by " + rule);
        }
    }
}
