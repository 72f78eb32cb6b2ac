package org.colloquy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.actors.node.FileTree;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.dialogue.AgentName;
import org.colloquy.irt.ModeRule;
import org.colloquy.irt.Pooling;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.scenario.Scenario;
import org.slf4j.LoggerFactory;

/**
 * How fast dialogues go when models cost nothing: Idea3 turns of two simulated agents, with the log
 * on, beside bare asks of one Pekko actor in the same process; and what an idle agent costs.
 *
 * <p>The goal is set against asks one after the other, as a caller that waits for each sees them.
 * Asks of which as many are under way as dialogues are told beside it: they share their wake-ups.
 */
public final class EngineBench implements Benchmark {

    private static final double GOAL = 0.3;
    private static final double KB = 1024;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int ROUNDS = 3;
    private static final int QUESTIONS = 200;
    private static final int SAMPLES = 50;
    private static final int IN_FLIGHT = 64;

    private final int threads;

    public EngineBench(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public String description() {
        return "Idea3 turns of two simulated agents with the log on, beside bare Pekko asks";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        LoggerFactory.getILoggerFactory(); // set up before the systems' threads ask for it at once
        NodeSettings settings = new NodeSettings(threads, IN_FLIGHT);
        List<Double> turns = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + ROUNDS);
            double alone = BareAsks.perSecond(settings, 1);
            double together = BareAsks.perSecond(settings, IN_FLIGHT);
            double taken = turnsPerSecond(settings);
            if (round >= 0) {
                single.add(alone);
                many.add(together);
                turns.add(taken);
                ratios.add(taken / alone);
            }
        }
        progress.accept(IdleAgents.COUNT + " agents");
        IdleAgents agents = IdleAgents.measure(settings);
        return List.of(
                Figure.of("Idea3 turns, log on", median(turns), "turns/s"),
                Figure.of("bare asks, one after the other", median(single), "asks/s"),
                Figure.of("bare asks, " + IN_FLIGHT + " at a time", median(many), "asks/s"),
                Figure.atLeast(GOAL, "turns per ask, one after the other", median(ratios), ""),
                Figure.of("idle agent", agents.bytesEach(), "bytes"),
                Figure.atLeast(1, "idle agents in 1 KB", KB / agents.bytesEach(), ""),
                Figure.of("agents alive and answering", agents.answered(), "agents"));
    }

    private static double turnsPerSecond(NodeSettings settings) {
        try {
            Path folder = Files.createTempDirectory("colloquy-bench");
            try {
                return turnsPerSecond(settings, folder.resolve("run"));
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** From the first section to the last, so that starting and ending are not in it. */
    private static double turnsPerSecond(NodeSettings settings, Path folder) throws IOException {
        AtomicLong firstNanos = new AtomicLong();
        AtomicLong lastNanos = new AtomicLong();
        AtomicLong turns = new AtomicLong();
        RunListener listener =
                section -> {
                    lastNanos.set(System.nanoTime());
                    firstNanos.compareAndSet(0, lastNanos.get());
                    InteractionEvent last = section.getLast();
                    turns.set(last instanceof RunEnded ended ? ended.turns() : 0);
                };
        Scenario scenario = scenario();
        ScenarioModels models = ScenarioModels.of(scenario, settings.threads());
        RunResult result =
                ColloquyRun.start(folder, scenario, new Launch("bench", settings, models, listener))
                        .result()
                        .toCompletableFuture()
                        .join();
        if (!result.well()) {
            throw new IllegalStateException(result.toString());
        }
        return turns.get() * 1e9 / (lastNanos.get() - firstNanos.get());
    }

    private static Scenario scenario() {
        return new Scenario(
                "bench",
                1,
                IntStream.range(0, 2)
                        .mapToObj(
                                agent ->
                                        new Scenario.Agent(
                                                new AgentName("a" + agent),
                                                "",
                                                new Scenario.SimulatedChoice(0)))
                        .toList(),
                new Scenario.ArithmeticQuestions(
                        List.of("add", "chain"), List.of(1, 2, 3, 4), QUESTIONS, "test"),
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

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
