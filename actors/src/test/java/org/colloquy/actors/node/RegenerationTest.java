package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogRecovery;
import org.colloquy.log.RunDirectory;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.SimulatedModel;
import org.colloquy.replay.Verification;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.colloquy.scenario.Training.Discuss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegenerationTest {

    private static final Scenario SCENARIO =
            Simulations.scenario(21, 3, "idea3", DifficultyRule.SELF_RANKING);

    @TempDir Path folder;

    @Test
    void theSameModelsSayTheSameAgain() throws IOException {
        Path log = recorded();
        Regeneration.Outcome outcome = again(log, Simulations.launch(2, 5));
        assertTrue(outcome.result().well(), outcome.toString());
        assertEquals(Optional.empty(), outcome.first());
        assertEquals(InteractionLog.check(log).records(), outcome.equal());
    }

    @Test
    void aTrainingIsTrainedAgainAndLeftAsItIs() throws IOException {
        Scenario scenario =
                Lessons.scenario(Lessons.MIXED, Discuss.WITHOUT_RIGHT, DynamicSampling.OFF);
        Path run = folder.resolve("run");
        SortedMap<String, byte[]> files = Lessons.train(run, scenario, Lessons.launch(2, 8));
        Path log = RunDirectory.logOf(run);
        Regeneration.Outcome outcome = again(log, Lessons.launch(1, 3));
        assertTrue(outcome.result().well(), outcome.toString());
        assertEquals(Optional.empty(), outcome.first());
        assertEquals(InteractionLog.check(log).records(), outcome.equal());
        assertEquals(files.keySet(), Lessons.files(run).keySet());
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length * 3 / 4));
        LogRecovery kept = LogRecovery.recover(log, record -> {});
        Regeneration.Outcome part = again(log, Lessons.launch(2, 8));
        assertEquals(Optional.empty(), part.first());
        assertEquals(kept.records(), part.equal());
    }

    @Test
    void anotherModelIsNamedFirst() throws IOException {
        ModelSource other = choice -> new SimulatedModel(4);
        Regeneration.Outcome outcome =
                again(recorded(), Simulations.launch(1, 2, other, RunListener.NOBODY));
        assertEquals(0, outcome.first().orElseThrow().seq());
        assertEquals("agents[0].model", outcome.first().orElseThrow().field());
    }

    @Test
    void aModelThatOnlyClaimsToBeTheSameIsFound() throws IOException {
        ModelSource liar = choice -> new Liar(Simulations.MODELS.open(choice));
        Regeneration.Outcome outcome =
                again(recorded(), Simulations.launch(1, 2, liar, RunListener.NOBODY));
        assertTrue(outcome.first().orElseThrow().seq() > 0, outcome.toString());
        assertEquals(outcome.first().orElseThrow().seq(), outcome.equal());
    }

    @Test
    void anUnfinishedRecordIsComparedAsFarAsItGoes() throws IOException {
        Path log = recorded();
        byte[] bytes = Files.readAllBytes(log);
        Files.write(log, Arrays.copyOf(bytes, bytes.length / 2));
        LogRecovery kept = LogRecovery.recover(log, record -> {});
        Regeneration.Outcome outcome = again(log, Simulations.launch(1, 2));
        assertEquals(Optional.empty(), outcome.first());
        assertEquals(kept.records(), outcome.equal());
    }

    @Test
    void everyDecisionFollowsFromTheRecord() throws IOException {
        for (String protocol : new String[] {"idea3", "vote"}) {
            for (DifficultyRule rule : DifficultyRule.values()) {
                Path run = folder.resolve(protocol + rule);
                Scenario scenario = Simulations.scenario(5, 3, protocol, rule);
                Simulations.log(run, scenario, Simulations.launch(2, 8));
                Verification verification = Verification.of(run);
                assertEquals(
                        Verification.Status.IDENTICAL,
                        verification.status(),
                        verification.toString());
            }
        }
    }

    private Path recorded() throws IOException {
        Path run = folder.resolve("run");
        Simulations.log(run, SCENARIO, Simulations.launch(1, 4));
        return RunDirectory.logOf(run);
    }

    private static Regeneration.Outcome again(Path log, Launch launch) throws IOException {
        try {
            return Regeneration.start(log, launch)
                    .outcome()
                    .toCompletableFuture()
                    .get(300, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failure) {
            throw new AssertionError("it does not end", failure);
        }
    }

    private record Liar(LanguageModel model) implements LanguageModel {
        @Override
        public String identity() {
            return model.identity();
        }

        @Override
        public CompletionBatch open(int capacity) {
            return new SimulatedModel(0.29).open(capacity);
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
