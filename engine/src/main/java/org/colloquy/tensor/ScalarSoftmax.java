package org.colloquy.tensor;

/**
 * Softmax of one row of logits times an inverse temperature: the terms are exp(z - max), their sum
 * is formed in 16 lanes, a probability is a term times the inverse sum, and a log-probability is (z
 * - max) - log(sum).
 */
final class ScalarSoftmax {

    private final float inverseTemperature;
    private final float[] shifted;
    private final float[] terms;
    private float logSum;
    private float inverseSum;

    ScalarSoftmax(int v, float inverseTemperature) {
        this.inverseTemperature = inverseTemperature;
        shifted = new float[v];
        terms = new float[v];
    }

    /** Takes in the row of logits (V) at {@code offset}. */
    void row(float[] logits, int offset) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] = logits[offset + i] * inverseTemperature;
            max = Math.max(max, shifted[i]);
        }
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= max;
            terms[i] = Elementary.exp(shifted[i]);
        }
        float sum = Lanes.sum(terms, 0, terms.length);
        logSum = Elementary.log(sum);
        inverseSum = 1f / sum;
    }

    float logProbability(int target) {
        return shifted[target] - logSum;
    }

    float probability(int i) {
        return terms[i] * inverseSum;
    }

    /** log(sum) - sum of terms * (z - max) / sum, in nats. */
    float entropy() {
        return logSum - Lanes.dot(terms, 0, shifted, 0, terms.length) * inverseSum;
    }
}
