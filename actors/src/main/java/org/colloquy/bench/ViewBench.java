package org.colloquy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.actors.node.FileTree;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.dialogue.AgentName;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.random.CounterRandom;
import org.colloquy.scenario.Scenario;
import org.slf4j.LoggerFactory;

/**
 * How soon the viewer shows a large run of simulated agents, and any dialogue of it: a viewer
 * process of its own is started twice, without an index and with the one that the first made, and
 * asked over HTTP. The agents' personas make each prompt as long as in a run of 1 GB to 350,000
 * events.
 */
public final class ViewBench implements Benchmark {

    private static final int IN_FLIGHT = 64;
    private static final int SAMPLES = 8;
    private static final int EVENTS_A_QUESTION = 3 + 9 * SAMPLES;
    private static final int PERSONA_CHARACTERS = 3_800;
    private static final int READS = 200;
    private static final double FIRST_ROWS_GOAL_SECONDS = 2;
    private static final double DIALOGUE_GOAL_MILLIS = 100;
    private static final double MB = 1e6;

    private final String name;
    private final int events;
    private final int threads;

    /** {@code events} is roughly how many the run has. */
    public ViewBench(String name, int events, int threads) {
        this.name = name;
        this.events = events;
        this.threads = threads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "the viewer over a run of some " + events + " events of simulated agents";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        LoggerFactory.getILoggerFactory(); // set up before the systems' threads ask for it at once
        try {
            Path folder = Files.createTempDirectory("colloquy-bench-view");
            try {
                progress.accept("making the run");
                Path runs = folder.resolve("runs");
                make(runs.resolve("run"));
                return measured(runs, folder.resolve("cache"), progress);
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<Figure> measured(Path runs, Path cache, Consumer<String> progress)
            throws IOException {
        double bytes = Files.size(runs.resolve("run").resolve("interactions.jsonl"));
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("log", bytes / MB, "MB"));
        progress.accept("a viewer without an index");
        try (ViewerProcess viewer = ViewerProcess.start(runs, cache)) {
            double first = viewer.secondsToFirstRows("run");
            figures.add(Figure.of("first rows after a cold start", first, "s"));
            figures.add(
                    Figure.atLeast(1, "goal / first rows", FIRST_ROWS_GOAL_SECONDS / first, ""));
            JsonNode whole = viewer.awaitWhole("run");
            figures.add(Figure.of("events", whole.path("index").path("records").asDouble(), ""));
            figures.add(Figure.of("whole log read after", viewer.seconds(), "s"));
            progress.accept(READS + " dialogues");
            reads(viewer, whole.path("questions").asInt(), figures);
            figures.add(Figure.of("most memory", viewer.mostMemoryBytes() / MB, "MB"));
        }
        progress.accept("a viewer with the index");
        try (ViewerProcess viewer = ViewerProcess.start(runs, cache)) {
            figures.add(
                    Figure.of("first rows with the index", viewer.secondsToFirstRows("run"), "s"));
        }
        return List.copyOf(figures);
    }

    private static void reads(ViewerProcess viewer, int questions, List<Figure> figures)
            throws IOException {
        long key = CounterRandom.key(1, "view-bench");
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 2 * READS; i++) {
            int question = CounterRandom.below(key, i, questions);
            double taken = viewer.millisOf("dialogue?run=run&id=0." + question + "." + i % SAMPLES);
            if (i >= READS) {
                millis.add(taken);
            }
        }
        List<Double> sorted = millis.stream().sorted().toList();
        double slow = sorted.get(sorted.size() * 99 / 100);
        figures.add(Figure.of("a dialogue, median", sorted.get(sorted.size() / 2), "ms"));
        figures.add(Figure.of("a dialogue, 99th percentile", slow, "ms"));
        figures.add(Figure.atLeast(1, "goal / 99th percentile", DIALOGUE_GOAL_MILLIS / slow, ""));
    }

    private void make(Path run) throws IOException {
        NodeSettings settings = new NodeSettings(threads, IN_FLIGHT);
        Scenario scenario = scenario(Math.max(1, events / EVENTS_A_QUESTION));
        ScenarioModels models = ScenarioModels.of(scenario, threads);
        RunResult result =
                ColloquyRun.start(
                                run, scenario, new Launch("bench", settings, models, section -> {}))
                        .result()
                        .toCompletableFuture()
                        .join();
        if (!result.well()) {
            throw new IllegalStateException(result.toString());
        }
    }

    private static Scenario scenario(int questions) {
        return new Scenario(
                "bench",
                1,
                IntStream.range(0, 2)
                        .mapToObj(
                                agent ->
                                        new Scenario.Agent(
                                                new AgentName("a" + agent),
                                                "Think. ".repeat(PERSONA_CHARACTERS / 7),
                                                new Scenario.SimulatedChoice(0)))
                        .toList(),
                new Scenario.ArithmeticQuestions(
                        List.of("add", "chain"), List.of(1, 2, 3, 4), questions, "test"),
                new Scenario.Interaction(
                        "idea3",
                        new ModeRule.Dynamic(Pooling.MEAN),
                        Scenario.DifficultyRule.LABEL,
                        SAMPLES,
                        1,
                        new Scenario.HearAll(),
                        10,
                        4,
                        new Scenario.SamplingChoice(0.7, 0, 1, 0, 64, List.of()),
                        new Scenario.Limits(60_000, 3)),
                new Scenario.Recording(Scenario.LogFormat.JSONL));
    }
}
