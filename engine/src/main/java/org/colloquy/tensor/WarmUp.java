package org.colloquy.tensor;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Has the JVM compile the kernels of {@link VectorOps}, once for the process, beside the work that
 * plain loops do meanwhile. That takes the processor for seconds, so it begins only after as much
 * work as shows that the run is not a short one. Nothing depends on it but the time.
 */
final class WarmUp {

    /** The system property for the multiply-adds after which compilation begins; 0 is at once. */
    static final String PROPERTY = "colloquy.plain.multiply-adds";

    private static final long WORK = Long.getLong(PROPERTY, 40_000_000_000L);
    private static final AtomicLong DONE = new AtomicLong();
    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static volatile boolean compiled;

    private static final List<Integer> ROWS = List.of(12, 8, 4, 1, 2, 6);
    private static final int WIDTH = 128;
    private static final int REPEATS = 24;
    private static final int HEADS = 4;

    private WarmUp() {}

    /** Counts the work, and says whether the kernels are compiled. */
    static boolean isDoneAfter(long multiplyAdds) {
        if (DONE.addAndGet(multiplyAdds) >= WORK && !BEGUN.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("kernel-warm-up").start(WarmUp::run);
        }
        return compiled;
    }

    private static void run() {
        try (VectorOps ops = new VectorOps(1)) {
            Tensor weight = ops.allocate(WIDTH * WIDTH);
            for (int rows : ROWS) {
                Tensor x = ops.allocate(rows * WIDTH);
                Tensor y = ops.allocate(rows * WIDTH);
                for (int i = 0; i < REPEATS; i++) {
                    ops.matmul(y, x, weight, rows, WIDTH, WIDTH, false);
                }
            }
            attend(ops, 1);
            attend(ops, 64);
        } finally {
            compiled = true;
        }
    }

    /** The last {@code rows} of as many keys as there are. */
    private static void attend(VectorOps ops, int rows) {
        AttentionShape shape = new AttentionShape(HEADS, HEADS, WIDTH / HEADS, 1);
        int keys = 64;
        Tensor store = ops.allocate(keys * WIDTH);
        Tensor query = ops.allocate(rows * WIDTH);
        Tensor out = ops.allocate(rows * WIDTH);
        int[] first = new int[rows];
        int[] last = new int[rows];
        for (int row = 0; row < rows; row++) {
            last[row] = keys - rows + row;
        }
        for (int i = 0; i < REPEATS; i++) {
            ops.attention(out, query, store, store, first, last, shape);
        }
    }
}
