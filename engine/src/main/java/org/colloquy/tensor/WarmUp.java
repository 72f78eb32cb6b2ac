package org.colloquy.tensor;

import java.util.List;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Has the JVM compile the matrix and attention kernels, which takes a second or so, while the
 * caller starts other things. Nothing depends on it but the time of the first real use.
 */
public final class WarmUp {

    private static final List<Integer> ROWS = List.of(12, 8, 4, 1, 2, 6);
    private static final int WIDTH = 128;
    private static final int REPEATS = 24;
    private static final int HEADS = 4;

    private WarmUp() {}

    /** Begins at once, on a daemon thread of its own. */
    public static void start() {
        Thread.ofPlatform().daemon().name("kernel-warm-up").start(WarmUp::run);
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
            attend(ops);
        }
    }

    private static void attend(VectorOps ops) {
        AttentionShape shape = new AttentionShape(HEADS, HEADS, WIDTH / HEADS, 1);
        int keys = 64;
        Tensor store = ops.allocate(keys * WIDTH);
        Tensor query = ops.allocate(keys * WIDTH);
        Tensor out = ops.allocate(keys * WIDTH);
        int[] first = new int[keys];
        int[] last = new int[keys];
        for (int row = 0; row < keys; row++) {
            last[row] = row;
        }
        for (int i = 0; i < REPEATS; i++) {
            ops.attention(out, query, store, store, first, last, shape);
        }
    }
}
