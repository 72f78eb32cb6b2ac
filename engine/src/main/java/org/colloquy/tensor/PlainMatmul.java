package org.colloquy.tensor;

import java.util.Arrays;

/**
 * Matrix products in plain loops that the JVM turns into vectors within milliseconds, for the time
 * before the kernels of {@link VectorMatmul} are compiled. An element is the same chain over k.
 *
 * <p>The JVM uses vectors only where it sees that what is stored cannot be read later in the loop,
 * which it does for arrays that are all walked from index 0. So blocks of the right side are copied
 * into one array for each row, and a target row is formed apart.
 */
final class PlainMatmul {

    private static final int DEPTH = 128;
    private static final int WIDTH = 512;

    /** Rows of the right side that one sweep over a target row takes in. */
    private static final int SWEEP = 4;

    private final float[][] block = new float[DEPTH][WIDTH];
    private final float[] sums = new float[WIDTH];

    /** c (M, N) = or += a (M, K) times b, whose element (p, j) lies at p * bRow + j * bColumn. */
    void multiply(
            HeapTensor c,
            HeapTensor a,
            HeapTensor b,
            int bRow,
            int bColumn,
            int m,
            int k,
            int n,
            boolean accumulate) {
        if (k == 0 && !accumulate) {
            Arrays.fill(c.values, c.offset, c.offset + m * n, 0f);
        }
        for (int column = 0; column < n; column += WIDTH) {
            int width = Math.min(WIDTH, n - column);
            for (int p = 0; p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                int from = b.offset + p * bRow + column * bColumn;
                copy(b.values, from, bRow, bColumn, depth, width);
                for (int i = 0; i < m; i++) {
                    int target = c.offset + i * n + column;
                    if (accumulate || p > 0) {
                        System.arraycopy(c.values, target, sums, 0, width);
                    } else {
                        Arrays.fill(sums, 0, width, 0f);
                    }
                    multiplyRow(a.values, a.offset + i * k + p, depth, width);
                    System.arraycopy(sums, 0, c.values, target, width);
                }
            }
        }
    }

    private void copy(float[] b, int from, int bRow, int bColumn, int depth, int width) {
        for (int p = 0; p < depth; p++) {
            int at = from + p * bRow;
            if (bColumn == 1) {
                System.arraycopy(b, at, block[p], 0, width);
            } else {
                gather(b, at, bColumn, block[p], width);
            }
        }
    }

    private static void gather(float[] b, int at, int stride, float[] row, int width) {
        for (int j = 0; j < width; j++) {
            row[j] = b[at + j * stride];
        }
    }

    private void multiplyRow(float[] a, int at, int depth, int width) {
        int p = 0;
        for (; p + SWEEP <= depth; p += SWEEP) {
            sweep(
                    sums,
                    width,
                    a[at + p],
                    block[p],
                    a[at + p + 1],
                    block[p + 1],
                    a[at + p + 2],
                    block[p + 2],
                    a[at + p + 3],
                    block[p + 3]);
        }
        for (; p < depth; p++) {
            sweep(sums, width, a[at + p], block[p]);
        }
    }

    private static void sweep(
            float[] sums,
            int width,
            float a0,
            float[] b0,
            float a1,
            float[] b1,
            float a2,
            float[] b2,
            float a3,
            float[] b3) {
        for (int j = 0; j < width; j++) {
            float sum = Math.fma(a1, b1[j], Math.fma(a0, b0[j], sums[j]));
            sums[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], sum));
        }
    }

    private static void sweep(float[] sums, int width, float a0, float[] b0) {
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(a0, b0[j], sums[j]);
        }
    }
}
