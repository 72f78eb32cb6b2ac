package org.colloquy.actors.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.checkpoint.Checkpoints;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.LogException;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.RunDirectory;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training.Discuss;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.ModelFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

    private static final Scenario DISCUSSED =
            Lessons.scenario(Lessons.MIXED, Discuss.WITHOUT_RIGHT, DynamicSampling.OFF);

    @TempDir Path folder;

    @Test
    void neitherThreadsNorTheNumberOfDialoguesAtOnceChangeAByte() throws IOException {
        List<Scenario> scenarios =
                List.of(
                        DISCUSSED,
                        Lessons.scenario(Lessons.MIXED, Discuss.ALWAYS, DynamicSampling.OFF),
                        Lessons.scenario(Lessons.SHARING, Discuss.BY_ABILITY, DynamicSampling.SKIP),
                        Lessons.scenario(Lessons.MIXED, Discuss.NEVER, DynamicSampling.REDRAW));
        for (int i = 0; i < scenarios.size(); i++) {
            SortedMap<String, byte[]> one =
                    Lessons.train(
                            folder.resolve("one-" + i), scenarios.get(i), Lessons.launch(1, 1));
            SortedMap<String, byte[]> many =
                    Lessons.train(
                            folder.resolve("many-" + i), scenarios.get(i), Lessons.launch(4, 50));
            requireEqual(one, many, "scenario " + i);
        }
    }

    @Test
    void everyTrainedPolicyChangesInEveryIterationAndNoOther() throws IOException {
        Path run = folder.resolve("run");
        Lessons.train(run, DISCUSSED, Lessons.launch(2, 8));
        List<String> weights = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        List<Integer> evaluations = new ArrayList<>();
        Set<DialogueId> dialogues = new TreeSet<>();
        for (Recorded record : LogReader.readAll(RunDirectory.logOf(run))) {
            switch (record.event()) {
                case PolicyUpdated updated -> {
                    policies.add(updated.policy());
                    weights.add(updated.weights());
                    assertEquals(1.0, updated.ratioMin());
                    assertEquals(1.0, updated.ratioMax());
                }
                case SoloEvaluated evaluated -> evaluations.add(evaluated.version());
                case DialogueStarted started -> dialogues.add(started.id());
                default -> {}
            }
        }
        assertEquals(List.of("ada", "bel", "ada", "bel", "ada", "bel", "ada", "bel"), policies);
        assertEquals(weights.size(), Set.copyOf(weights).size());
        assertEquals(List.of(0, 2, 4), evaluations);
        assertTrue(dialogues.contains(new DialogueId(3, 2, 2)), dialogues.toString());
        assertTrue(
                dialogues.stream().anyMatch(id -> id.question() >= 3),
                "nothing was discussed: " + dialogues);
    }

    @Test
    void aRunThatWasKilledAnywhereEndsInTheSameLogAndCheckpoints() throws IOException {
        Path whole = folder.resolve("whole");
        SortedMap<String, byte[]> files = Lessons.train(whole, DISCUSSED, Lessons.launch(2, 8));
        int kill = 0;
        for (int cut : cuts(whole)) {
            Path killed = folder.resolve("cut-" + cut);
            copy(whole, killed);
            Path log = RunDirectory.logOf(killed);
            Files.write(log, Arrays.copyOf(Files.readAllBytes(log), cut));
            maim(killed, kill++);
            RunResult result = Simulations.end(ColloquyRun.resume(killed, Lessons.launch(1, 3)));
            assertTrue(result.well(), "cut at " + cut + ": " + result);
            requireEqual(files, Lessons.files(killed), "cut at " + cut + ", kill " + (kill - 1));
        }
    }

    @Test
    void aStoppedRunGoesOnAfterAnySection() throws Exception {
        SortedMap<String, byte[]> files =
                Lessons.train(folder.resolve("whole"), DISCUSSED, Lessons.launch(2, 8));
        for (int stopAt : List.of(1, 2, 21, 22, 23, 40)) {
            Path stopped = folder.resolve("stopped-" + stopAt);
            CompletableFuture<RunHandle> handle = new CompletableFuture<>();
            AtomicInteger sections = new AtomicInteger();
            RunListener stopper =
                    section -> {
                        if (sections.incrementAndGet() == stopAt + 1) {
                            handle.join().stop();
                        }
                    };
            handle.complete(ColloquyRun.train(stopped, DISCUSSED, Lessons.launch(1, 2, stopper)));
            assertEquals(Status.INTERRUPTED, Simulations.end(handle.join()).status());
            RunResult result = Simulations.end(ColloquyRun.resume(stopped, Lessons.launch(1, 8)));
            assertTrue(result.well(), result.toString());
            requireEqual(files, Lessons.files(stopped), "stopped at " + stopAt);
        }
    }

    @Test
    void aPlainRunOfTheSameScenarioLearnsNothing() throws IOException {
        Path run = folder.resolve("run");
        RunResult result = Simulations.end(ColloquyRun.start(run, DISCUSSED, Lessons.launch(1, 4)));
        assertTrue(result.well(), result.toString());
        for (Recorded record : LogReader.readAll(RunDirectory.logOf(run))) {
            InteractionEvent event = record.event();
            assertTrue(!(event instanceof IterationEnded), event.toString());
        }
        assertTrue(Files.notExists(run.resolve("checkpoints")));
    }

    @Test
    void aLogAloneTeachesTheSame() throws IOException {
        Path whole = folder.resolve("whole");
        SortedMap<String, byte[]> files = Lessons.train(whole, DISCUSSED, Lessons.launch(2, 8));
        Path again = folder.resolve("again");
        RunResult result =
                Simulations.end(
                        LogTraining.start(
                                again, RunDirectory.logOf(whole), DISCUSSED, Lessons.launch(2, 1)));
        assertTrue(result.well(), result.toString());
        SortedMap<String, byte[]> learned = Lessons.files(again);
        for (String name :
                List.of(
                        "metrics.jsonl",
                        "checkpoints/000004/ada/model.safetensors",
                        "checkpoints/000004/ada/optimizer.safetensors",
                        "checkpoints/000004/bel/model.safetensors")) {
            assertArrayEquals(files.get(name), learned.get(name), name);
        }
        assertThrows(LogException.class, () -> ColloquyRun.resume(again, Lessons.launch(1, 1)));
    }

    @Test
    void weightsThatLeaveTheNumbersEndTheRunAndKeepTheLastGoodCheckpoint() throws IOException {
        Path run = folder.resolve("run");
        Scenario fast = Lessons.learningAt(DISCUSSED, 1e30);
        RunResult result = Simulations.end(ColloquyRun.train(run, fast, Lessons.launch(1, 8)));
        assertEquals(Status.FAILED, result.status());
        assertTrue(
                result.reason().matches("(?s)step [0-9]+ of agent (ada|bel): .* gave .*"),
                "both diverge, and either may say so first: " + result.reason());
        for (String file : Lessons.files(run).keySet()) {
            assertTrue(!file.endsWith(".part"), file);
        }
    }

    @Test
    void aDivergenceNamesItsPlaceAndTheGoodCheckpointBeforeItStillLoads() throws IOException {
        Path run = folder.resolve("run");
        Launch launch = Lessons.launch(1, 8);
        RunResult result = Simulations.end(ColloquyRun.train(run, Lessons.diverging(), launch));
        assertEquals(Status.FAILED, result.status());
        assertTrue(result.reason().startsWith("step 2 of agent ada: adamW gave"), result.reason());
        Path good = run.resolve("checkpoints/000002");
        assertEquals(2, Checkpoints.read(good).iterations());
        VectorOps ops = new VectorOps(1);
        double squares = ops.sumOfSquares(ModelFolder.read(good + "/ada", ops).parameters().flat());
        assertTrue(squares < 1000, "the weights of the start, not " + squares);
        assertTrue(Lessons.files(run).keySet().stream().noneMatch(name -> name.contains("000003")));
    }

    @Test
    void aGapInTheMetricsIsNamed() throws IOException {
        Path run = folder.resolve("run");
        Lessons.train(run, DISCUSSED, Lessons.launch(2, 8));
        Path log = RunDirectory.logOf(run);
        Files.write(log, Arrays.copyOf(Files.readAllBytes(log), (int) Files.size(log) - 1));
        Files.delete(run.resolve("metrics.jsonl"));
        Set<String> files = Lessons.files(run).keySet();
        IOException refused =
                assertThrows(
                        IOException.class, () -> ColloquyRun.resume(run, Lessons.launch(1, 1)));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("lacks iteration 0"),
                refused.getMessage());
        assertEquals(files, Lessons.files(run).keySet(), "no checkpoint is gone");
    }

    /** What may happen to checkpoints: nothing, all gone, the newest damaged, a torn metric. */
    private static void maim(Path run, int way) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        switch (way % 4) {
            case 0 -> {}
            case 1 -> delete(checkpoints);
            case 2 -> {
                for (int version = 2; version <= Lessons.ITERATIONS; version++) {
                    Path weights =
                            checkpoints.resolve("00000" + version + "/bel/model.safetensors");
                    byte[] bytes = Files.readAllBytes(weights);
                    bytes[bytes.length - 1] ^= 1;
                    Files.write(weights, bytes);
                }
            }
            default -> {
                Path metrics = run.resolve("metrics.jsonl");
                Files.writeString(metrics, "{\"iteration\":9", StandardOpenOption.APPEND);
            }
        }
    }

    /** Nothing, the header, the ends of iterations and around them, and anywhere. */
    private static Set<Integer> cuts(Path run) throws IOException {
        Path log = RunDirectory.logOf(run);
        int length = (int) Files.size(log);
        Set<Integer> cuts = new TreeSet<>(List.of(0, length - 1));
        for (Recorded record : LogReader.readAll(log)) {
            if (record.event() instanceof IterationEnded) {
                cuts.add((int) record.end());
                cuts.add((int) record.end() - 1);
            }
        }
        for (int draw = 0; draw < 8; draw++) {
            cuts.add(CounterRandom.below(5, draw, length));
        }
        return cuts;
    }

    private static void requireEqual(
            SortedMap<String, byte[]> expected, SortedMap<String, byte[]> actual, String where) {
        assertEquals(expected.keySet(), actual.keySet(), where);
        expected.forEach(
                (name, bytes) -> assertArrayEquals(bytes, actual.get(name), where + ": " + name));
        assertNotEquals(new TreeMap<>(), expected);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                if (!path.getFileName().toString().equals("run.lock")) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
