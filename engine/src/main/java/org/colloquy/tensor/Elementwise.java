package org.colloquy.tensor;

import org.colloquy.tensor.TensorOps.AdamWStep;

/**
 * Operations that touch every element once, as plain loops over a range of elements or rows: both
 * CPU backends run them, the compiler turns them into vectors, and the bits are the same.
 */
final class Elementwise {

    private Elementwise() {}

    static void add(HeapTensor y, HeapTensor x, int from, int to) {
        float[] target = y.values;
        float[] source = x.values;
        int shift = x.offset - y.offset;
        for (int i = y.offset + from; i < y.offset + to; i++) {
            target[i] += source[i + shift];
        }
    }

    static void gatherRows(HeapTensor out, HeapTensor table, int[] ids, int width) {
        for (int t = 0; t < ids.length; t++) {
            System.arraycopy(
                    table.values,
                    table.offset + ids[t] * width,
                    out.values,
                    out.offset + t * width,
                    width);
        }
    }

    static void scatterRows(HeapTensor target, HeapTensor source, int[] rows, int width) {
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(
                    source.values,
                    source.offset + t * width,
                    target.values,
                    target.offset + rows[t] * width,
                    width);
        }
    }

    static void gatherRowsBackward(HeapTensor dTable, HeapTensor dOut, int[] ids, int width) {
        for (int t = 0; t < ids.length; t++) {
            HeapTensor row = dTable.slice(ids[t] * width, width);
            add(row, dOut.slice(t * width, width), 0, width);
        }
    }

    static void rotary(
            HeapTensor x, HeapTensor cosSin, int[] positions, int heads, int d, float sign, int t) {
        float[] values = x.values;
        float[] angles = cosSin.values;
        int half = d / 2;
        int cosines = cosSin.offset + positions[t] * d;
        int sines = cosines + half;
        for (int head = 0; head < heads; head++) {
            int low = x.offset + (t * heads + head) * d;
            int high = low + half;
            for (int i = 0; i < half; i++) {
                float cos = angles[cosines + i];
                float sin = sign * angles[sines + i];
                float first = values[low + i];
                float second = values[high + i];
                values[low + i] = Math.fma(first, cos, -(second * sin));
                values[high + i] = Math.fma(second, cos, first * sin);
            }
        }
    }

    static void adamW(
            HeapTensor parameter,
            HeapTensor gradient,
            HeapTensor first,
            HeapTensor second,
            AdamWStep step,
            int from,
            int to) {
        float[] p = parameter.values;
        float[] g = gradient.values;
        float[] m = first.values;
        float[] v = second.values;
        int po = parameter.offset;
        int go = gradient.offset;
        int mo = first.offset;
        int vo = second.offset;
        float scale = step.gradientScale();
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float epsilon = step.epsilon();
        float rate = step.correctedRate();
        float correction2 = step.secondCorrection();
        float kept = step.kept();
        for (int i = from; i < to; i++) {
            float d = g[go + i] * scale;
            float mean = Math.fma(beta1, m[mo + i], (1f - beta1) * d);
            float square = Math.fma(beta2, v[vo + i], (1f - beta2) * (d * d));
            m[mo + i] = mean;
            v[vo + i] = square;
            float root = (float) Math.sqrt(square * correction2) + epsilon;
            p[po + i] = Math.fma(p[po + i], kept, -(rate * mean / root));
        }
    }
}
