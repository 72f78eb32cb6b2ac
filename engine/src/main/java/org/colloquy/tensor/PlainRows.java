package org.colloquy.tensor;

/**
 * Layers and attention of single rows in plain loops, for the time before the vector kernels are
 * compiled, with the bits of {@link ScalarOps}. Sums of lanes are local variables: an array of
 * lanes costs several times as much.
 */
final class PlainRows {

    private static final int BLOCK = 8;

    private PlainRows() {}

    /** As {@link Lanes#dot}. */
    static float dot(float[] x, int xAt, float[] y, int yAt, int length) {
        if (length % Lanes.COUNT != 0) {
            return Lanes.dot(x, xAt, y, yAt, length);
        }
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        float s8 = 0f;
        float s9 = 0f;
        float s10 = 0f;
        float s11 = 0f;
        float s12 = 0f;
        float s13 = 0f;
        float s14 = 0f;
        float s15 = 0f;
        for (int i = 0; i < length; i += Lanes.COUNT) {
            int p = xAt + i;
            int q = yAt + i;
            s0 = Math.fma(x[p], y[q], s0);
            s1 = Math.fma(x[p + 1], y[q + 1], s1);
            s2 = Math.fma(x[p + 2], y[q + 2], s2);
            s3 = Math.fma(x[p + 3], y[q + 3], s3);
            s4 = Math.fma(x[p + 4], y[q + 4], s4);
            s5 = Math.fma(x[p + 5], y[q + 5], s5);
            s6 = Math.fma(x[p + 6], y[q + 6], s6);
            s7 = Math.fma(x[p + 7], y[q + 7], s7);
            s8 = Math.fma(x[p + 8], y[q + 8], s8);
            s9 = Math.fma(x[p + 9], y[q + 9], s9);
            s10 = Math.fma(x[p + 10], y[q + 10], s10);
            s11 = Math.fma(x[p + 11], y[q + 11], s11);
            s12 = Math.fma(x[p + 12], y[q + 12], s12);
            s13 = Math.fma(x[p + 13], y[q + 13], s13);
            s14 = Math.fma(x[p + 14], y[q + 14], s14);
            s15 = Math.fma(x[p + 15], y[q + 15], s15);
        }
        float even = ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
        float odd = ((s1 + s9) + (s5 + s13)) + ((s3 + s11) + (s7 + s15));
        return even + odd;
    }

    static void rmsNorm(
            HeapTensor out, HeapTensor x, HeapTensor weight, int row, int c, float epsilon) {
        float[] values = x.values;
        float[] w = weight.values;
        int at = x.offset + row * c;
        int to = out.offset + row * c;
        float inverse = 1f / (float) Math.sqrt(dot(values, at, values, at, c) / c + epsilon);
        for (int i = 0; i < c; i++) {
            out.values[to + i] = values[at + i] * inverse * w[weight.offset + i];
        }
    }

    /** The probabilities of {@code count} keys, each {@code stride} after the one before. */
    static void probabilities(
            float[] q,
            int qAt,
            float[] keys,
            int at,
            int stride,
            int d,
            float scale,
            int count,
            float[] probabilities) {
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < count; j++) {
            float score = dot(q, qAt, keys, at + j * stride, d) * scale;
            probabilities[j] = score;
            max = Math.max(max, score);
        }
        for (int j = 0; j < count; j++) {
            probabilities[j] = Elementary.exp(probabilities[j] - max);
        }
        float inverse = 1f / Lanes.sum(probabilities, 0, count);
        for (int j = 0; j < count; j++) {
            probabilities[j] *= inverse;
        }
    }

    /** out (D) = the chain over {@code count} rows of values, each times its weight. */
    static void weigh(
            float[] weights,
            int count,
            float[] values,
            int at,
            int stride,
            int d,
            float[] out,
            int outAt) {
        int i = 0;
        for (; i + BLOCK <= d; i += BLOCK) {
            weighBlock(weights, count, values, at + i, stride, out, outAt + i);
        }
        for (; i < d; i++) {
            float sum = 0f;
            for (int j = 0; j < count; j++) {
                sum = Math.fma(weights[j], values[at + j * stride + i], sum);
            }
            out[outAt + i] = sum;
        }
    }

    private static void weighBlock(
            float[] weights, int count, float[] values, int at, int stride, float[] out, int to) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int row = at;
        for (int j = 0; j < count; j++) {
            float weight = weights[j];
            s0 = Math.fma(weight, values[row], s0);
            s1 = Math.fma(weight, values[row + 1], s1);
            s2 = Math.fma(weight, values[row + 2], s2);
            s3 = Math.fma(weight, values[row + 3], s3);
            s4 = Math.fma(weight, values[row + 4], s4);
            s5 = Math.fma(weight, values[row + 5], s5);
            s6 = Math.fma(weight, values[row + 6], s6);
            s7 = Math.fma(weight, values[row + 7], s7);
            row += stride;
        }
        out[to] = s0;
        out[to + 1] = s1;
        out[to + 2] = s2;
        out[to + 3] = s3;
        out[to + 4] = s4;
        out[to + 5] = s5;
        out[to + 6] = s6;
        out[to + 7] = s7;
    }
}
