package org.colloquy.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;

/**
 * The matrix product on one core: its share of the fused multiply-add peak, and its speed beside
 * the machine's OpenBLAS. The peak is measured again for every shape, so that other load on the
 * machine weighs on both sides of a share alike.
 */
public final class MatmulBench implements Benchmark {

    private static final int[] ROWS = {8, 16, 96, 256};
    private static final int[] WIDTHS = {256, 512, 1024};
    private static final int MANY_ROWS = 96;
    private static final double GOAL_OF_MANY_ROWS = 0.80;
    private static final double GOAL_OF_FEW_ROWS = 0.40;
    private static final int REPEATS = 7;
    private static final long WARM_UP_NANOS = 200_000_000L;
    private static final long SAMPLE_NANOS = 30_000_000L;

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public String description() {
        return "the matrix product on one core, as shares of the multiply-add peak and of OpenBLAS";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        Optional<OpenBlas> other = OpenBlas.find();
        List<Figure> figures = new ArrayList<>();
        try (VectorOps ops = new VectorOps(1)) {
            figures.add(Figure.of("multiply-add peak", FmaPeak.gigaflops(1), "GFLOP/s"));
            for (int m : ROWS) {
                List<Double> shares = new ArrayList<>();
                List<Double> ratios = new ArrayList<>();
                for (int k : WIDTHS) {
                    for (int n : WIDTHS) {
                        double gigaflops = 2.0 * m * k * n / nanos(ops, m, k, n);
                        double share = gigaflops / FmaPeak.gigaflops(1);
                        shares.add(share);
                        other.ifPresent(
                                blas ->
                                        ratios.add(
                                                gigaflops * nanos(blas, m, k, n) / 2 / m / k / n));
                        progress.accept(
                                "M %d, K %d, N %d: %.0f GFLOP/s, %.2f of the peak"
                                        .formatted(m, k, n, gigaflops, share));
                    }
                }
                double goal = m >= MANY_ROWS ? GOAL_OF_MANY_ROWS : GOAL_OF_FEW_ROWS;
                String name = "share of the peak at M " + m;
                figures.add(Figure.atLeast(goal, name, median(shares), "ratio"));
                figures.add(
                        Figure.of(
                                name + ", least",
                                shares.stream().mapToDouble(x -> x).min().orElseThrow(),
                                "ratio"));
                if (!ratios.isEmpty()) {
                    figures.add(
                            Figure.of("speed over OpenBLAS at M " + m, median(ratios), "ratio"));
                }
            }
        }
        if (other.isEmpty()) {
            progress.accept(OpenBlas.HOW_TO_GET);
        }
        return figures;
    }

    private static double nanos(TensorOps ops, int m, int k, int n) {
        Tensor a = ops.allocate(m * k);
        Tensor b = ops.allocate(k * n);
        Tensor c = ops.allocate(m * n);
        ops.upload(a, values(m * k));
        ops.upload(b, values(k * n));
        return Timing.medianNanos(
                () -> ops.matmul(c, a, b, m, k, n, false), WARM_UP_NANOS, REPEATS, SAMPLE_NANOS);
    }

    private static double nanos(OpenBlas blas, int m, int k, int n) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values(m * k));
            MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values(k * n));
            MemorySegment c = arena.allocate(ValueLayout.JAVA_FLOAT, (long) m * n);
            return Timing.medianNanos(
                    () -> blas.multiply(c, a, b, m, k, n), WARM_UP_NANOS, REPEATS, SAMPLE_NANOS);
        }
    }

    private static float[] values(int size) {
        long key = CounterRandom.key(1, "bench matmul");
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (CounterRandom.uniform(key, i) - 0.5);
        }
        return values;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(x -> x).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
