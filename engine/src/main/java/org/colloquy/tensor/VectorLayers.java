package org.colloquy.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** RMSNorm, SwiGLU and their gradients on vectors, over a range of rows, columns or elements. */
final class VectorLayers {

    private static final VectorSpecies<Float> S = Species.FLOAT;
    private static final int V = Species.LENGTH;

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
        int i = from;
        for (; i + V <= to; i += V) {
            FloatVector x = FloatVector.fromArray(S, gate.values, gate.offset + i);
            FloatVector u = FloatVector.fromArray(S, up.values, up.offset + i);
            x.mul(Species.sigmoid(x)).mul(u).intoArray(out.values, out.offset + i);
        }
        for (; i < to; i++) {
            float x = gate.values[gate.offset + i];
            float u = up.values[up.offset + i];
            out.values[out.offset + i] = x * Elementary.sigmoid(x) * u;
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
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = from;
        for (; i + V <= to; i += V) {
            FloatVector x = FloatVector.fromArray(S, gate.values, gate.offset + i);
            FloatVector d = FloatVector.fromArray(S, dOut.values, dOut.offset + i);
            FloatVector u = FloatVector.fromArray(S, up.values, up.offset + i);
            FloatVector s = Species.sigmoid(x);
            FloatVector slope = s.mul(x.fma(one.sub(s), one));
            d.mul(u).mul(slope).intoArray(dGate.values, dGate.offset + i);
            d.mul(x.mul(s)).intoArray(dUp.values, dUp.offset + i);
        }
        for (; i < to; i++) {
            float x = gate.values[gate.offset + i];
            float d = dOut.values[dOut.offset + i];
            float u = up.values[up.offset + i];
            float s = Elementary.sigmoid(x);
            float slope = s * Math.fma(x, 1f - s, 1f);
            dGate.values[dGate.offset + i] = d * u * slope;
            dUp.values[dUp.offset + i] = d * (x * s);
        }
    }
}
