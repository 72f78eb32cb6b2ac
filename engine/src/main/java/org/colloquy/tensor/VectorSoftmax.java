package org.colloquy.tensor;

import java.util.Arrays;

/** Log-probabilities and cross-entropy of one row of logits, with the bits of ScalarSoftmax. */
final class VectorSoftmax {

    private VectorSoftmax() {}

    /**
     * Log-probability of the target under softmax(logits (V) * inverseTemperature).
     *
     * @param shifted room for V elements
     * @param terms room for V elements
     */
    static float logProbability(
            float[] logits,
            int at,
            int v,
            float inverseTemperature,
            int target,
            float[] shifted,
            float[] terms) {
        VectorRows.scale(logits, at, v, inverseTemperature, shifted, 0);
        float max = VectorRows.max(shifted, 0, v);
        VectorExp.exp(shifted, 0, v, 1f, max, terms, 0);
        return shifted[target] - max - Elementary.log(VectorRows.sum(terms, 0, v));
    }

    /** The loss of one row, whose logits (V) become their gradients. */
    static float crossEntropy(float[] logits, int at, int v, int target, float weight) {
        if (weight == 0f) {
            Arrays.fill(logits, at, at + v, 0f);
            return 0f;
        }
        float max = VectorRows.max(logits, at, v);
        float shifted = logits[target + at] - max;
        VectorExp.exp(logits, at, v, 1f, max, logits, at);
        float sum = VectorRows.sum(logits, at, v);
        float inverse = 1f / sum;
        float ofTarget = weight * (logits[at + target] * inverse - 1f);
        for (int i = at; i < at + v; i++) {
            logits[i] = weight * (logits[i] * inverse);
        }
        logits[at + target] = ofTarget;
        return -(shifted - Elementary.log(sum)) * weight;
    }
}
