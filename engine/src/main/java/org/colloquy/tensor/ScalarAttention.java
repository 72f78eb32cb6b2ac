package org.colloquy.tensor;

import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Attention of one query row and head, as defined: a score is the 16-lane sum over D of q times k,
 * times scale; the probabilities are exp(score - max) times the inverse of their 16-lane sum, lane
 * i taking the i-th attended key; the output is a chain of fused multiply-adds over keys in
 * ascending order from zero.
 *
 * <p>Backward: dP is the 16-lane sum over D of dOut times v; dS = P * (dP - the 16-lane sum over
 * keys of P * dP) * scale. dQ is a chain over ascending keys from zero; dK and dV are chains over
 * ascending rows, and ascending heads within a row, from the old value.
 */
final class ScalarAttention {

    private final HeapTensor q; // (T, H, D)
    private final HeapTensor k; // (R, G, D)
    private final HeapTensor v; // (R, G, D)
    private final int[] firstKey;
    private final int[] lastKey;
    private final AttentionShape shape;

    ScalarAttention(
            HeapTensor q,
            HeapTensor k,
            HeapTensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        this.q = q;
        this.k = k;
        this.v = v;
        this.firstKey = firstKey;
        this.lastKey = lastKey;
        this.shape = shape;
    }

    void forward(HeapTensor out) {
        int d = shape.headWidth();
        for (int t = 0; t < firstKey.length; t++) {
            for (int head = 0; head < shape.heads(); head++) {
                float[] probabilities = probabilities(t, head);
                int target = out.offset + query(t, head);
                for (int i = 0; i < d; i++) {
                    float sum = 0f;
                    for (int j = 0; j < probabilities.length; j++) {
                        float value = v.values[v.offset + key(t, head, j) + i];
                        sum = Math.fma(probabilities[j], value, sum);
                    }
                    out.values[target + i] = sum;
                }
            }
        }
    }

    void backward(HeapTensor dQ, HeapTensor dK, HeapTensor dV, HeapTensor dOut) {
        for (int t = 0; t < firstKey.length; t++) {
            for (int head = 0; head < shape.heads(); head++) {
                backward(dQ, dK, dV, dOut, t, head);
            }
        }
    }

    private void backward(
            HeapTensor dQ, HeapTensor dK, HeapTensor dV, HeapTensor dOut, int t, int head) {
        int d = shape.headWidth();
        int row = query(t, head);
        float[] probabilities = probabilities(t, head);
        float[] dScores = dScores(probabilities, dOut, t, head);
        for (int i = 0; i < d; i++) {
            float query = q.values[q.offset + row + i];
            float out = dOut.values[dOut.offset + row + i];
            float sum = 0f;
            for (int j = 0; j < probabilities.length; j++) {
                int at = key(t, head, j) + i;
                sum = Math.fma(dScores[j], k.values[k.offset + at], sum);
                accumulate(dK, at, dScores[j], query);
                accumulate(dV, at, probabilities[j], out);
            }
            dQ.values[dQ.offset + row + i] = sum;
        }
    }

    private float[] dScores(float[] probabilities, HeapTensor dOut, int t, int head) {
        int d = shape.headWidth();
        int keys = probabilities.length;
        float[] dScores = new float[keys];
        for (int j = 0; j < keys; j++) {
            int at = v.offset + key(t, head, j);
            int row = dOut.offset + query(t, head);
            dScores[j] = Lanes.dot(dOut.values, row, v.values, at, d);
        }
        float mean = Lanes.dot(probabilities, 0, dScores, 0, keys);
        for (int j = 0; j < keys; j++) {
            dScores[j] = probabilities[j] * (dScores[j] - mean) * shape.scale();
        }
        return dScores;
    }

    private float[] probabilities(int t, int head) {
        int keys = lastKey[t] - firstKey[t] + 1;
        float[] scores = new float[keys];
        int row = q.offset + query(t, head);
        float max = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < keys; j++) {
            int at = k.offset + key(t, head, j);
            scores[j] = Lanes.dot(q.values, row, k.values, at, shape.headWidth()) * shape.scale();
            max = Math.max(max, scores[j]);
        }
        for (int j = 0; j < keys; j++) {
            scores[j] = Elementary.exp(scores[j] - max);
        }
        float inverse = 1f / Lanes.sum(scores, 0, keys);
        for (int j = 0; j < keys; j++) {
            scores[j] *= inverse;
        }
        return scores;
    }

    private static void accumulate(HeapTensor target, int at, float x, float y) {
        int i = target.offset + at;
        target.values[i] = Math.fma(x, y, target.values[i]);
    }

    private int query(int t, int head) {
        return (t * shape.heads() + head) * shape.headWidth();
    }

    private int key(int t, int head, int j) {
        int keyValueHead = head / (shape.heads() / shape.keyValueHeads());
        return ((firstKey[t] + j) * shape.keyValueHeads() + keyValueHead) * shape.headWidth();
    }
}
