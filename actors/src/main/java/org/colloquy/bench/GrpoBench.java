package org.colloquy.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.colloquy.grpo.Group;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.PassWork;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.tensor.VectorOps;

/**
 * A training iteration of both builtin agents by phase, and the fused policy loss beside one that
 * goes operation by operation.
 *
 * <p>The update's work is counted as 6 x parameters x rows of the answers that have an advantage,
 * prompts included.
 */
public final class GrpoBench implements Benchmark {

    private static final double GOAL = 0.35;
    private static final int[] VOCABULARIES = {64, 512, 4_096, 32_000, 152_064};

    private final int threads;
    private final GrpoSettings settings;
    private final int warmUps;
    private final int repeats;
    private final int lossElements;

    public GrpoBench(int threads) {
        this(threads, GrpoSettings.DEFAULT, 2, 5, 1 << 20);
    }

    /**
     * @param warmUps iterations before those that count
     * @param lossElements logits of one call of the loss, about
     */
    GrpoBench(int threads, GrpoSettings settings, int warmUps, int repeats, int lossElements) {
        this.threads = threads;
        this.settings = settings;
        this.warmUps = warmUps;
        this.repeats = repeats;
        this.lossElements = lossElements;
    }

    @Override
    public String name() {
        return "grpo";
    }

    @Override
    public String description() {
        return "a training iteration of builtin:ada and builtin:bel by phase; the fused loss";
    }

    /** Nanoseconds and tokens of one iteration. */
    private record Lap(
            long rollout,
            long calibration,
            long update,
            long sampledTokens,
            long trainedTokens,
            PassWork work) {}

    @Override
    public List<Figure> run(Consumer<String> progress) {
        List<Figure> figures = new ArrayList<>();
        try (VectorOps ops = new VectorOps(threads)) {
            progress.accept("multiply-add peak of " + threads + " threads");
            double peak = FmaPeak.gigaflops(threads);
            GrpoIteration iteration = new GrpoIteration(settings, threads, ops);
            List<Lap> laps = new ArrayList<>();
            for (int step = 0; step < warmUps + repeats; step++) {
                progress.accept("iteration %d of %d".formatted(step + 1, warmUps + repeats));
                Lap lap = lap(iteration, step, ops);
                if (step >= warmUps) {
                    laps.add(lap);
                }
            }
            figures.add(Figure.of("multiply-add peak", peak, "GFLOP/s"));
            addPhases(figures, laps);
            figures.add(
                    Figure.of(
                            "rows computed for each of them",
                            median(laps, l -> (double) l.work().rows() / l.trainedTokens()),
                            "ratio"));
            double gigaflops = median(laps, l -> iteration.operations(l.work()) / l.update());
            figures.add(Figure.of("products of the update", gigaflops, "GFLOP/s"));
            figures.add(
                    Figure.atLeast(GOAL, "update, share of the peak", gigaflops / peak, "ratio"));
        }
        for (int v : VOCABULARIES) {
            progress.accept("policy loss of " + v + " tokens");
            addLoss(figures, v);
        }
        return figures;
    }

    private static Lap lap(GrpoIteration iteration, int step, VectorOps ops) {
        long start = System.nanoTime();
        List<List<Group>> groups = iteration.rollout(step);
        long sampled = System.nanoTime();
        List<List<ScoredGroup>> scored = iteration.score(groups, ops);
        long calibrated = System.nanoTime();
        iteration.learn(step, scored);
        long learned = System.nanoTime();
        return new Lap(
                sampled - start,
                calibrated - sampled,
                learned - calibrated,
                GrpoIteration.sampledTokens(groups),
                GrpoIteration.trainedTokens(scored),
                iteration.work(scored));
    }

    private static void addPhases(List<Figure> figures, List<Lap> laps) {
        figures.add(Figure.of("rollout", median(laps, l -> l.rollout() / 1e6), "ms"));
        figures.add(Figure.of("calibration", median(laps, l -> l.calibration() / 1e6), "ms"));
        figures.add(Figure.of("update", median(laps, l -> l.update() / 1e6), "ms"));
        figures.add(
                Figure.of(
                        "sampled",
                        median(laps, l -> l.sampledTokens() * 1e9 / l.rollout()),
                        "tokens/s"));
        figures.add(
                Figure.of(
                        "trained, prompts included",
                        median(laps, l -> l.trainedTokens() * 1e9 / l.update()),
                        "tokens/s"));
    }

    private interface Measure {
        double of(Lap lap);
    }

    private static double median(List<Lap> laps, Measure measure) {
        double[] values = laps.stream().mapToDouble(measure::of).sorted().toArray();
        return values[values.length / 2];
    }

    private void addLoss(List<Figure> figures, int v) {
        int rows = Math.max(1, lossElements / v);
        try (VectorOps ops = new VectorOps(1)) {
            LossRivals rivals = new LossRivals(rows, v, ops);
            double[] ratios = new double[repeats];
            for (int repeat = -warmUps; repeat < repeats; repeat++) {
                double fused = rivals.fusedNanos();
                double unfused = rivals.unfusedNanos();
                if (repeat >= 0) {
                    ratios[repeat] = fused / unfused;
                }
            }
            Arrays.sort(ratios);
            String name = String.format(Locale.ROOT, "loss, fused / unfused, V %,d", v);
            figures.add(Figure.of(name, ratios[repeats / 2], "time ratio"));
            figures.add(
                    Figure.of(
                            String.format(Locale.ROOT, "loss, memory beside logits, V %,d", v),
                            (double) rivals.fusedBytes() / rivals.unfusedBytes(),
                            "ratio"));
        }
    }
}
