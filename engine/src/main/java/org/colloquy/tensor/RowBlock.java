package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of a matrix product: a block of 1 to 12 rows by two vectors of columns, each
 * element one chain of fused multiply-adds over k. Every accumulator is a local variable, because
 * only locals stay in registers; an array of vectors would put each on the heap. Hence the length.
 *
 * <p>Element (i, p) of the left side lies at {@code aAt + i * aRow + p * aColumn}; row p of the
 * right side holds its two vectors at {@code bAt + p * bRow}; row i of the target at {@code cAt + i
 * * cRow}.
 */
final class RowBlock {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;

    /** Columns of a block. */
    static final int COLUMNS = 2 * V;

    /** Most rows of a block: 24 accumulators need 32 registers, 12 fit 16 registers. */
    static final int MAX_ROWS = V == 16 || "aarch64".equals(System.getProperty("os.arch")) ? 12 : 6;

    private final float[] a;
    private final int aRow;
    private final int aColumn;
    private final float[] b;
    private final int bRow;
    private final float[] c;
    private final int cRow;
    private final boolean accumulate;

    RowBlock(
            float[] a,
            int aRow,
            int aColumn,
            float[] b,
            int bRow,
            float[] c,
            int cRow,
            boolean accumulate) {
        this.a = a;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bRow = bRow;
        this.c = c;
        this.cRow = cRow;
        this.accumulate = accumulate;
    }

    /** All rows of one pair of column vectors. */
    void multiply(int rows, int aAt, int bAt, int cAt, int k) {
        int row = 0;
        while (row < rows) {
            int step = step(rows - row);
            int left = aAt + row * aRow;
            int target = cAt + row * cRow;
            switch (step) {
                case 12 -> rows12(left, bAt, target, k);
                case 8 -> rows8(left, bAt, target, k);
                case 6 -> rows6(left, bAt, target, k);
                case 4 -> rows4(left, bAt, target, k);
                case 2 -> rows2(left, bAt, target, k);
                default -> rows1(left, bAt, target, k);
            }
            row += step;
        }
    }

    private static int step(int rows) {
        if (rows >= MAX_ROWS) {
            return MAX_ROWS;
        }
        if (rows >= 8) {
            return 8;
        }
        return rows >= 4 ? 4 : Math.min(rows, 2);
    }

    private FloatVector start(int at) {
        return accumulate ? FloatVector.fromArray(S, c, at) : FloatVector.zero(S);
    }

    private void rows12(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        int c1 = cAt + cRow;
        int c2 = cAt + 2 * cRow;
        int c3 = cAt + 3 * cRow;
        int c4 = cAt + 4 * cRow;
        int c5 = cAt + 5 * cRow;
        int c6 = cAt + 6 * cRow;
        int c7 = cAt + 7 * cRow;
        int c8 = cAt + 8 * cRow;
        int c9 = cAt + 9 * cRow;
        int c10 = cAt + 10 * cRow;
        int c11 = cAt + 11 * cRow;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        FloatVector x1 = start(c1);
        FloatVector y1 = start(c1 + V);
        FloatVector x2 = start(c2);
        FloatVector y2 = start(c2 + V);
        FloatVector x3 = start(c3);
        FloatVector y3 = start(c3 + V);
        FloatVector x4 = start(c4);
        FloatVector y4 = start(c4 + V);
        FloatVector x5 = start(c5);
        FloatVector y5 = start(c5 + V);
        FloatVector x6 = start(c6);
        FloatVector y6 = start(c6 + V);
        FloatVector x7 = start(c7);
        FloatVector y7 = start(c7 + V);
        FloatVector x8 = start(c8);
        FloatVector y8 = start(c8 + V);
        FloatVector x9 = start(c9);
        FloatVector y9 = start(c9 + V);
        FloatVector x10 = start(c10);
        FloatVector y10 = start(c10 + V);
        FloatVector x11 = start(c11);
        FloatVector y11 = start(c11 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            a0 = FloatVector.broadcast(S, a[left + aRow]);
            x1 = a0.fma(b0, x1);
            y1 = a0.fma(b1, y1);
            a0 = FloatVector.broadcast(S, a[left + 2 * aRow]);
            x2 = a0.fma(b0, x2);
            y2 = a0.fma(b1, y2);
            a0 = FloatVector.broadcast(S, a[left + 3 * aRow]);
            x3 = a0.fma(b0, x3);
            y3 = a0.fma(b1, y3);
            a0 = FloatVector.broadcast(S, a[left + 4 * aRow]);
            x4 = a0.fma(b0, x4);
            y4 = a0.fma(b1, y4);
            a0 = FloatVector.broadcast(S, a[left + 5 * aRow]);
            x5 = a0.fma(b0, x5);
            y5 = a0.fma(b1, y5);
            a0 = FloatVector.broadcast(S, a[left + 6 * aRow]);
            x6 = a0.fma(b0, x6);
            y6 = a0.fma(b1, y6);
            a0 = FloatVector.broadcast(S, a[left + 7 * aRow]);
            x7 = a0.fma(b0, x7);
            y7 = a0.fma(b1, y7);
            a0 = FloatVector.broadcast(S, a[left + 8 * aRow]);
            x8 = a0.fma(b0, x8);
            y8 = a0.fma(b1, y8);
            a0 = FloatVector.broadcast(S, a[left + 9 * aRow]);
            x9 = a0.fma(b0, x9);
            y9 = a0.fma(b1, y9);
            a0 = FloatVector.broadcast(S, a[left + 10 * aRow]);
            x10 = a0.fma(b0, x10);
            y10 = a0.fma(b1, y10);
            a0 = FloatVector.broadcast(S, a[left + 11 * aRow]);
            x11 = a0.fma(b0, x11);
            y11 = a0.fma(b1, y11);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + V);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + V);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + V);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + V);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + V);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + V);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + V);
        x8.intoArray(c, c8);
        y8.intoArray(c, c8 + V);
        x9.intoArray(c, c9);
        y9.intoArray(c, c9 + V);
        x10.intoArray(c, c10);
        y10.intoArray(c, c10 + V);
        x11.intoArray(c, c11);
        y11.intoArray(c, c11 + V);
    }

    private void rows8(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        int c1 = cAt + cRow;
        int c2 = cAt + 2 * cRow;
        int c3 = cAt + 3 * cRow;
        int c4 = cAt + 4 * cRow;
        int c5 = cAt + 5 * cRow;
        int c6 = cAt + 6 * cRow;
        int c7 = cAt + 7 * cRow;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        FloatVector x1 = start(c1);
        FloatVector y1 = start(c1 + V);
        FloatVector x2 = start(c2);
        FloatVector y2 = start(c2 + V);
        FloatVector x3 = start(c3);
        FloatVector y3 = start(c3 + V);
        FloatVector x4 = start(c4);
        FloatVector y4 = start(c4 + V);
        FloatVector x5 = start(c5);
        FloatVector y5 = start(c5 + V);
        FloatVector x6 = start(c6);
        FloatVector y6 = start(c6 + V);
        FloatVector x7 = start(c7);
        FloatVector y7 = start(c7 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            a0 = FloatVector.broadcast(S, a[left + aRow]);
            x1 = a0.fma(b0, x1);
            y1 = a0.fma(b1, y1);
            a0 = FloatVector.broadcast(S, a[left + 2 * aRow]);
            x2 = a0.fma(b0, x2);
            y2 = a0.fma(b1, y2);
            a0 = FloatVector.broadcast(S, a[left + 3 * aRow]);
            x3 = a0.fma(b0, x3);
            y3 = a0.fma(b1, y3);
            a0 = FloatVector.broadcast(S, a[left + 4 * aRow]);
            x4 = a0.fma(b0, x4);
            y4 = a0.fma(b1, y4);
            a0 = FloatVector.broadcast(S, a[left + 5 * aRow]);
            x5 = a0.fma(b0, x5);
            y5 = a0.fma(b1, y5);
            a0 = FloatVector.broadcast(S, a[left + 6 * aRow]);
            x6 = a0.fma(b0, x6);
            y6 = a0.fma(b1, y6);
            a0 = FloatVector.broadcast(S, a[left + 7 * aRow]);
            x7 = a0.fma(b0, x7);
            y7 = a0.fma(b1, y7);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + V);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + V);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + V);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + V);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + V);
        x6.intoArray(c, c6);
        y6.intoArray(c, c6 + V);
        x7.intoArray(c, c7);
        y7.intoArray(c, c7 + V);
    }

    private void rows6(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        int c1 = cAt + cRow;
        int c2 = cAt + 2 * cRow;
        int c3 = cAt + 3 * cRow;
        int c4 = cAt + 4 * cRow;
        int c5 = cAt + 5 * cRow;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        FloatVector x1 = start(c1);
        FloatVector y1 = start(c1 + V);
        FloatVector x2 = start(c2);
        FloatVector y2 = start(c2 + V);
        FloatVector x3 = start(c3);
        FloatVector y3 = start(c3 + V);
        FloatVector x4 = start(c4);
        FloatVector y4 = start(c4 + V);
        FloatVector x5 = start(c5);
        FloatVector y5 = start(c5 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            a0 = FloatVector.broadcast(S, a[left + aRow]);
            x1 = a0.fma(b0, x1);
            y1 = a0.fma(b1, y1);
            a0 = FloatVector.broadcast(S, a[left + 2 * aRow]);
            x2 = a0.fma(b0, x2);
            y2 = a0.fma(b1, y2);
            a0 = FloatVector.broadcast(S, a[left + 3 * aRow]);
            x3 = a0.fma(b0, x3);
            y3 = a0.fma(b1, y3);
            a0 = FloatVector.broadcast(S, a[left + 4 * aRow]);
            x4 = a0.fma(b0, x4);
            y4 = a0.fma(b1, y4);
            a0 = FloatVector.broadcast(S, a[left + 5 * aRow]);
            x5 = a0.fma(b0, x5);
            y5 = a0.fma(b1, y5);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + V);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + V);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + V);
        x4.intoArray(c, c4);
        y4.intoArray(c, c4 + V);
        x5.intoArray(c, c5);
        y5.intoArray(c, c5 + V);
    }

    private void rows4(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        int c1 = cAt + cRow;
        int c2 = cAt + 2 * cRow;
        int c3 = cAt + 3 * cRow;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        FloatVector x1 = start(c1);
        FloatVector y1 = start(c1 + V);
        FloatVector x2 = start(c2);
        FloatVector y2 = start(c2 + V);
        FloatVector x3 = start(c3);
        FloatVector y3 = start(c3 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            a0 = FloatVector.broadcast(S, a[left + aRow]);
            x1 = a0.fma(b0, x1);
            y1 = a0.fma(b1, y1);
            a0 = FloatVector.broadcast(S, a[left + 2 * aRow]);
            x2 = a0.fma(b0, x2);
            y2 = a0.fma(b1, y2);
            a0 = FloatVector.broadcast(S, a[left + 3 * aRow]);
            x3 = a0.fma(b0, x3);
            y3 = a0.fma(b1, y3);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + V);
        x2.intoArray(c, c2);
        y2.intoArray(c, c2 + V);
        x3.intoArray(c, c3);
        y3.intoArray(c, c3 + V);
    }

    private void rows2(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        int c1 = cAt + cRow;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        FloatVector x1 = start(c1);
        FloatVector y1 = start(c1 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            a0 = FloatVector.broadcast(S, a[left + aRow]);
            x1 = a0.fma(b0, x1);
            y1 = a0.fma(b1, y1);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
        x1.intoArray(c, c1);
        y1.intoArray(c, c1 + V);
    }

    private void rows1(int aAt, int bAt, int cAt, int k) {
        int c0 = cAt;
        FloatVector x0 = start(c0);
        FloatVector y0 = start(c0 + V);
        int left = aAt;
        int right = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, right);
            FloatVector b1 = FloatVector.fromArray(S, b, right + V);
            FloatVector a0 = FloatVector.broadcast(S, a[left]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            left += aColumn;
            right += bRow;
        }
        x0.intoArray(c, c0);
        y0.intoArray(c, c0 + V);
    }
}
