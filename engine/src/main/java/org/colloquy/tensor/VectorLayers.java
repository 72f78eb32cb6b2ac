package org.colloquy.tensor;

/**
 * RMSNorm, SwiGLU and their gradients, over a range of rows, columns or elements. Loops without
 * sums are plain: the compiler turns them into vectors.
 */
final class VectorLayers {

    /** Elements whose sigmoids are kept in the first cache at a time. */
    private static final int STRETCH = 1024;

    private VectorLayers() {}

    static float inverseRootMeanSquare(HeapTensor x, int row, int c, float epsilon) {
        int at = x.offset + row * c;
        float mean = VectorRows.dot(x.values, at, x.values, at, c) / c;
        return 1f / (float) Math.sqrt(mean + epsilon);
    }

    static void rmsNorm(
            HeapTensor out, HeapTensor x, HeapTensor weight, int row, int c, float epsilon) {
        float inverse = inverseRootMeanSquare(x, row, c, epsilon);
        float[] y = out.values;
        float[] values = x.values;
        float[] w = weight.values;
        int to = out.offset + row * c;
        int from = x.offset + row * c;
        int wo = weight.offset;
        for (int i = 0; i < c; i++) {
            y[to + i] = values[from + i] * inverse * w[wo + i];
        }
    }

    /**
     * dX of one row.
     *
     * @param g room for dOut * weight (C)
     * @return the row's inverse root mean square
     */
    static float rmsNormBackward(
            HeapTensor dX,
            HeapTensor dOut,
            HeapTensor x,
            HeapTensor weight,
            int row,
            int c,
            float epsilon,
            float[] g) {
        float[] dY = dOut.values;
        float[] w = weight.values;
        int dAt = dOut.offset + row * c;
        int wo = weight.offset;
        for (int i = 0; i < c; i++) {
            g[i] = dY[dAt + i] * w[wo + i];
        }
        float inverse = inverseRootMeanSquare(x, row, c, epsilon);
        int at = x.offset + row * c;
        float dot = VectorRows.dot(g, 0, x.values, at, c);
        float pull = -(dot * inverse * inverse * inverse / c);
        float[] values = x.values;
        float[] target = dX.values;
        int to = dX.offset + row * c;
        for (int i = 0; i < c; i++) {
            target[to + i] += Math.fma(g[i], inverse, values[at + i] * pull);
        }
        return inverse;
    }

    /** dWeight of the columns from (inclusive) to (exclusive), over all rows in order. */
    static void rmsNormWeightBackward(
            HeapTensor dWeight,
            HeapTensor dOut,
            HeapTensor x,
            float[] inverses,
            int t,
            int c,
            int from,
            int to) {
        float[] dW = dWeight.values;
        float[] dY = dOut.values;
        float[] values = x.values;
        int target = dWeight.offset;
        for (int row = 0; row < t; row++) {
            float inverse = inverses[row];
            int dAt = dOut.offset + row * c;
            int at = x.offset + row * c;
            for (int i = from; i < to; i++) {
                dW[target + i] = Math.fma(dY[dAt + i], values[at + i] * inverse, dW[target + i]);
            }
        }
    }

    static void swiGlu(HeapTensor out, HeapTensor gate, HeapTensor up, int from, int to) {
        float[] terms = new float[STRETCH];
        for (int start = from; start < to; start += STRETCH) {
            int length = Math.min(STRETCH, to - start);
            sigmoids(gate, start, length, terms);
            float[] g = gate.values;
            float[] u = up.values;
            float[] y = out.values;
            int gAt = gate.offset + start;
            int uAt = up.offset + start;
            int yAt = out.offset + start;
            for (int i = 0; i < length; i++) {
                y[yAt + i] = g[gAt + i] * terms[i] * u[uAt + i];
            }
        }
    }

    static void swiGluBackward(
            HeapTensor dGate,
            HeapTensor dUp,
            HeapTensor dOut,
            HeapTensor gate,
            HeapTensor up,
            int from,
            int to) {
        float[] terms = new float[STRETCH];
        float[] slopes = new float[STRETCH];
        for (int start = from; start < to; start += STRETCH) {
            int length = Math.min(STRETCH, to - start);
            sigmoids(gate, start, length, terms);
            slopes(gate, start, length, terms, slopes);
            float[] d = dOut.values;
            float[] u = up.values;
            float[] dG = dGate.values;
            float[] dU = dUp.values;
            int dAt = dOut.offset + start;
            int uAt = up.offset + start;
            int dGAt = dGate.offset + start;
            int dUAt = dUp.offset + start;
            for (int i = 0; i < length; i++) {
                float dY = d[dAt + i];
                dG[dGAt + i] = dY * u[uAt + i] * slopes[i];
                dU[dUAt + i] = dY * terms[i];
            }
        }
    }

    private static void sigmoids(HeapTensor gate, int start, int length, float[] terms) {
        VectorExp.exp(gate.values, gate.offset + start, length, -1f, 0f, terms, 0);
        for (int i = 0; i < length; i++) {
            terms[i] = 1f / (1f + terms[i]);
        }
    }

    /** slopes = silu'(gate); terms go from sigmoid(gate) to silu(gate). */
    private static void slopes(
            HeapTensor gate, int start, int length, float[] terms, float[] slopes) {
        float[] g = gate.values;
        int at = gate.offset + start;
        for (int i = 0; i < length; i++) {
            float x = g[at + i];
            float s = terms[i];
            slopes[i] = s * Math.fma(x, 1f - s, 1f);
            terms[i] = x * s;
        }
    }
}
