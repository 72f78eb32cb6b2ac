package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.colloquy.tensor.TensorOps.AttentionShape;
import org.junit.jupiter.api.Test;

/** A row alone has the bits that it has in a batch, and a batch split in order adds up the same. */
class RowIndependenceTest {

    private static final int T = 61;
    private static final int C = 47;
    private static final int N = 71;

    private final TensorOps ops = new VectorOps(2);
    private final Random random = new Random(11);

    @Test
    void productsOfEachRowAlone() {
        Tensor a = OpCases.random(ops, random, T * C);
        Tensor b = OpCases.random(ops, random, C * N);
        Tensor bTransposed = OpCases.random(ops, random, N * C);
        Tensor whole = ops.allocate(T * N);
        Tensor wholeTransposed = ops.allocate(T * N);
        ops.matmul(whole, a, b, T, C, N, false);
        ops.matmulTransposedB(wholeTransposed, a, bTransposed, T, C, N, false);
        Tensor one = ops.allocate(N);
        for (int row = 0; row < T; row++) {
            ops.matmul(one, a.slice(row * C, C), b, 1, C, N, false);
            assertSame(whole.slice(row * N, N), one);
            ops.matmulTransposedB(one, a.slice(row * C, C), bTransposed, 1, C, N, false);
            assertSame(wholeTransposed.slice(row * N, N), one);
        }
    }

    @Test
    void gradientsOfWeightsSplitInOrder() {
        Tensor x = OpCases.random(ops, random, T * C);
        Tensor dOut = OpCases.random(ops, random, T * N);
        Tensor whole = OpCases.random(ops, random, C * N);
        Tensor split = ops.allocate(C * N);
        ops.copy(split, whole);
        ops.matmulTransposedA(whole, x, dOut, C, T, N, true);
        for (int from = 0; from < T; ) {
            int rows = Math.min(1 + random.nextInt(20), T - from);
            Tensor someX = x.slice(from * C, rows * C);
            Tensor someD = dOut.slice(from * N, rows * N);
            ops.matmulTransposedA(split, someX, someD, C, rows, N, true);
            from += rows;
        }
        assertSame(whole, split);
    }

    @Test
    void normsSplitInOrder() {
        Tensor x = OpCases.random(ops, random, T * C);
        Tensor weight = OpCases.random(ops, random, C);
        Tensor dOut = OpCases.random(ops, random, T * C);
        Tensor dX = ops.allocate(T * C);
        Tensor dWeight = ops.allocate(C);
        ops.rmsNormBackward(dX, dWeight, dOut, x, weight, T, C, 1e-5f);
        Tensor dXOfRow = ops.allocate(C);
        Tensor dWeightSplit = ops.allocate(C);
        for (int row = 0; row < T; row++) {
            ops.fill(dXOfRow, 0f);
            Tensor xOfRow = x.slice(row * C, C);
            Tensor dOutOfRow = dOut.slice(row * C, C);
            ops.rmsNormBackward(dXOfRow, dWeightSplit, dOutOfRow, xOfRow, weight, 1, C, 1e-5f);
            assertSame(dX.slice(row * C, C), dXOfRow);
        }
        assertSame(dWeight, dWeightSplit);
    }

    @Test
    void attentionOfAPrefillIsThatOfItsSteps() {
        AttentionShape shape = new AttentionShape(4, 2, 32, 0.2f);
        int q = 4 * 32;
        Tensor queries = OpCases.random(ops, random, T * q);
        Tensor keys = OpCases.random(ops, random, T * 64);
        Tensor values = OpCases.random(ops, random, T * 64);
        int[] first = new int[T];
        int[] last = new int[T];
        Arrays.setAll(last, t -> t);
        Tensor prefill = ops.allocate(T * q);
        ops.attention(prefill, queries, keys, values, first, last, shape);
        Tensor step = ops.allocate(q);
        for (int t = 0; t < T; t++) {
            int[] key = {t};
            Tensor query = queries.slice(t * q, q);
            ops.attention(step, query, keys, values, new int[1], key, shape);
            assertSame(prefill.slice(t * q, q), step);
        }
    }

    private void assertSame(Tensor expected, Tensor actual) {
        assertArrayEquals(OpCases.bits(ops, expected), OpCases.bits(ops, actual));
    }
}
