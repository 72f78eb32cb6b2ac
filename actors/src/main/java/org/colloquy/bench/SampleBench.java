package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Occasion;
import org.colloquy.model.Sampling;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.VectorOps;

/**
 * Sampling speed of a builtin agent at several batch sizes, and what it costs that a sequence's
 * bits do not depend on its batch.
 *
 * <p>The cost is measured where it could arise, in the matrix products of one decode step: ours,
 * one chain of fused multiply-adds over k per element, against the same products with k cut into
 * four chains, which gives other bits.
 */
public final class SampleBench implements Benchmark {

    private static final int MAX_TOKENS = 64;
    private static final int[] SEQUENCES = {1, 16, 128};
    private static final int REPEATS = 5;
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final long SAMPLE_NANOS = 300_000_000L;
    private static final String PROMPT = "Question: What is (47 + 38) * 3 - 29?\nIdea: ";

    private final int threads;

    public SampleBench(int threads) {
        this.threads = threads;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public String description() {
        return "tokens/s of builtin:ada at 1, 16 and 128 sequences; the cost of batch invariance";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        List<Figure> figures = new ArrayList<>();
        try (VectorOps ops = new VectorOps(threads)) {
            TransformerModel model = Builtin.model(threads, ops);
            double alone = 0;
            for (int sequences : SEQUENCES) {
                progress.accept(sequences + " sequences");
                double rate = tokensPerSecond(model, sequences);
                alone = sequences == 1 ? rate : alone;
                figures.add(Figure.of("sampled, " + sequences + " sequences", rate, "tokens/s"));
            }
            double together = figures.getLast().value();
            figures.add(Figure.of("128 sequences / 1 sequence", together / alone, "ratio"));
            for (int sequences : SEQUENCES) {
                progress.accept("products in fixed and free order, " + sequences + " rows");
                figures.add(
                        Figure.of(
                                "products of a decode step, fixed / free order, %d rows"
                                        .formatted(sequences),
                                orderCost(sequences),
                                "time ratio"));
            }
        }
        return figures;
    }

    private static double tokensPerSecond(TransformerModel model, int sequences) {
        long[] tokens = new long[2];
        Runnable work =
                () -> {
                    tokens[0] += decode(model, sequences);
                    tokens[1]++;
                };
        double nanos = Timing.medianNanos(work, WARM_UP_NANOS, REPEATS, SAMPLE_NANOS);
        return (double) tokens[0] / tokens[1] * 1e9 / nanos;
    }

    /** Tokens sampled by so many requests together, from the first step to the last. */
    private static long decode(TransformerModel model, int sequences) {
        Sampling sampling = new Sampling(1, 0, 1, 0, MAX_TOKENS, List.of());
        long tokens = 0;
        try (CompletionBatch batch = model.open(sequences)) {
            for (int i = 0; i < sequences; i++) {
                batch.add(i, new CompletionRequest(i, PROMPT, sampling, Occasion.NONE));
            }
            while (batch.running() > 0) {
                for (Ended ended : batch.step()) {
                    tokens += ((Completion) ended.outcome()).tokenIds().length;
                }
            }
        }
        return tokens;
    }

    /** Time of a decode step's products in our order over that in a free one, one thread each. */
    private static double orderCost(int rows) {
        try (VectorOps ops = new VectorOps(1)) {
            double fixed = 0;
            double free = 0;
            for (int[] shape : Builtin.decodeProducts(Builtin.read(ops).parameters().config())) {
                int k = shape[0];
                int n = shape[1];
                Tensor a = ops.allocate(rows * k);
                Tensor b = ops.allocate(k * n);
                Tensor c = ops.allocate(rows * n);
                float[] freeA = new float[rows * k];
                float[] freeB = new float[k * n];
                float[] freeC = new float[rows * n];
                fixed +=
                        Timing.medianNanos(
                                () -> ops.matmul(c, a, b, rows, k, n, false),
                                SAMPLE_NANOS,
                                REPEATS,
                                SAMPLE_NANOS / 4);
                free +=
                        Timing.medianNanos(
                                () -> FreeOrder.multiply(freeC, freeA, freeB, rows, k, n),
                                SAMPLE_NANOS,
                                REPEATS,
                                SAMPLE_NANOS / 4);
            }
            return fixed / free;
        }
    }
}
