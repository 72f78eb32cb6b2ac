package org.colloquy.tensor;

/** Copies a matrix into its transpose, eight source rows at a time, so that stores are runs. */
final class Transposition {

    private static final int RUN = 8;

    /** Source columns per sweep, so that the target of a sweep stays in the first cache. */
    private static final int SWEEP = 64;

    private Transposition() {}

    /**
     * target (columns, rows) = the transpose of source (rows, columns).
     *
     * @param stride elements from one source row to the next
     * @param targetStride elements from one target row to the next
     */
    static void copy(
            float[] source,
            int at,
            int stride,
            int rows,
            int columns,
            float[] target,
            int targetAt,
            int targetStride) {
        for (int from = 0; from < columns; from += SWEEP) {
            int to = Math.min(columns, from + SWEEP);
            int row = 0;
            for (; row + RUN <= rows; row += RUN) {
                run(
                        source,
                        at + row * stride,
                        stride,
                        from,
                        to,
                        target,
                        targetAt + row,
                        targetStride);
            }
            for (; row < rows; row++) {
                for (int i = from; i < to; i++) {
                    target[targetAt + i * targetStride + row] = source[at + row * stride + i];
                }
            }
        }
    }

    private static void run(
            float[] source,
            int at,
            int stride,
            int from,
            int to,
            float[] target,
            int targetAt,
            int targetStride) {
        int r1 = at + stride;
        int r2 = r1 + stride;
        int r3 = r2 + stride;
        int r4 = r3 + stride;
        int r5 = r4 + stride;
        int r6 = r5 + stride;
        int r7 = r6 + stride;
        int out = targetAt + from * targetStride;
        for (int i = from; i < to; i++) {
            target[out] = source[at + i];
            target[out + 1] = source[r1 + i];
            target[out + 2] = source[r2 + i];
            target[out + 3] = source[r3 + i];
            target[out + 4] = source[r4 + i];
            target[out + 5] = source[r5 + i];
            target[out + 6] = source[r6 + i];
            target[out + 7] = source[r7 + i];
            out += targetStride;
        }
    }
}
