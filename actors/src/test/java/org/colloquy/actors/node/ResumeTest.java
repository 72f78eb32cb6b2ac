package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.model.SimulatedModel;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.DifficultyRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {

    private static final Scenario SCENARIO =
            Simulations.scenario(11, 2, "idea3", DifficultyRule.SELF_RANKING);

    @TempDir Path folder;

    @Test
    void aRunThatWasKilledAnywhereBecomesWhatItWouldHaveBeen() throws IOException {
        Path whole = folder.resolve("whole");
        byte[] bytes = Simulations.log(whole, SCENARIO, Simulations.launch(1, 4));
        for (int cut : cuts(whole, bytes.length)) {
            Path killed = folder.resolve("cut-" + cut);
            Files.createDirectory(killed);
            Files.copy(whole.resolve("run.json"), killed.resolve("run.json"));
            Path log = RunDirectory.logOf(killed);
            Files.write(log, Arrays.copyOf(bytes, cut));
            RunResult result =
                    Simulations.end(ColloquyRun.resume(killed, Simulations.launch(2, 3)));
            assertTrue(result.well(), result.toString());
            assertArrayEquals(bytes, Files.readAllBytes(log), "cut at " + cut);
            assertEquals(RunStatus.FINISHED, RunManifest.read(killed).status());
        }
    }

    /** From the moment of the stop no model answers, so that the run cannot end before it. */
    @Test
    void aStoppedRunGoesOnAfterAnySection() throws Exception {
        Scenario scenario = Simulations.onThreadsOfTheirOwn(SCENARIO);
        ModelSource simulated = choice -> new SimulatedModel(0.3);
        Launch calm = Simulations.launch(1, 4, simulated, RunListener.NOBODY);
        byte[] bytes = Simulations.log(folder.resolve("whole"), scenario, calm);
        for (int stopAt : List.of(1, 2, 7, 15)) {
            Path stopped = folder.resolve("stopped-" + stopAt);
            CompletableFuture<RunHandle> handle = new CompletableFuture<>();
            AtomicInteger sections = new AtomicInteger();
            AtomicBoolean answering = new AtomicBoolean(true);
            ModelSource models = choice -> new GatedModel(simulated.open(choice), answering);
            RunListener stopper =
                    section -> {
                        if (sections.incrementAndGet() == stopAt + 1) {
                            answering.set(false);
                            handle.join().stop();
                        }
                    };
            handle.complete(
                    ColloquyRun.start(
                            stopped, scenario, Simulations.launch(1, 2, models, stopper)));
            RunResult result = Simulations.end(handle.join());
            assertEquals(Status.INTERRUPTED, result.status());
            assertEquals(RunStatus.INTERRUPTED, RunManifest.read(stopped).status());
            assertTrue(Files.size(RunDirectory.logOf(stopped)) < bytes.length);
            Simulations.end(ColloquyRun.resume(stopped, calm));
            assertArrayEquals(bytes, Files.readAllBytes(RunDirectory.logOf(stopped)));
        }
    }

    @Test
    void anEndedRunIsLeftAsItIs() throws IOException {
        Path run = folder.resolve("run");
        byte[] bytes = Simulations.log(run, SCENARIO, Simulations.launch(1, 4));
        AtomicInteger recovered = new AtomicInteger();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void recorded(List<InteractionEvent> section) {
                        throw new AssertionError("nothing was left to record");
                    }

                    @Override
                    public void recovered(InteractionEvent event) {
                        recovered.incrementAndGet();
                    }
                };
        RunResult result =
                Simulations.end(
                        ColloquyRun.resume(
                                run, Simulations.launch(1, 4, Simulations.MODELS, listener)));
        assertTrue(result.well());
        assertEquals(LogReader.readAll(RunDirectory.logOf(run)).size(), recovered.get());
        assertArrayEquals(bytes, Files.readAllBytes(RunDirectory.logOf(run)));
    }

    @Test
    void otherModelsThanTheRunBeganWithAreRefused() throws IOException {
        Path run = folder.resolve("run");
        byte[] bytes = Simulations.log(run, SCENARIO, Simulations.launch(1, 4));
        Path log = RunDirectory.logOf(run);
        Files.write(log, Arrays.copyOf(bytes, bytes.length / 2));
        Launch other =
                Simulations.launch(1, 1, choice -> new SimulatedModel(9), RunListener.NOBODY);
        IOException refusal = assertThrows(IOException.class, () -> ColloquyRun.resume(run, other));
        assertTrue(refusal.getMessage().contains("simulated ability 9"), refusal.getMessage());
        Simulations.end(ColloquyRun.resume(run, Simulations.launch(1, 1)));
        assertArrayEquals(bytes, Files.readAllBytes(log));
    }

    /** Nothing, within the header, around section ends, and anywhere. */
    private static Set<Integer> cuts(Path run, int length) throws IOException {
        Set<Integer> cuts = new TreeSet<>(List.of(0, 40, length - 1, length));
        int dialogues = 0;
        for (Recorded record : LogReader.readAll(RunDirectory.logOf(run))) {
            if (record.event() instanceof DialogueEnded && dialogues++ % 5 == 0) {
                cuts.add((int) record.end());
                cuts.add((int) record.end() - 1);
                cuts.add((int) record.end() + 1);
            }
        }
        for (int draw = 0; draw < 8; draw++) {
            cuts.add(CounterRandom.below(5, draw, length));
        }
        return cuts;
    }
}
