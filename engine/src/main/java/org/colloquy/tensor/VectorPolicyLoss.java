package org.colloquy.tensor;

/** The policy-gradient loss of one row of logits, with the bits of {@link ScalarOps}. */
final class VectorPolicyLoss {

    private final HeapTensor measures; // (T, PolicyMeasure.COUNT)
    private final HeapTensor logits; // (T, V)
    private final PolicyTokens tokens;
    private final PolicyRule rule;
    private final float[] shifted; // (V)
    private final float[] terms; // (V)

    VectorPolicyLoss(
            HeapTensor measures, HeapTensor logits, PolicyTokens tokens, PolicyRule rule, int v) {
        this.measures = measures;
        this.logits = logits;
        this.tokens = tokens;
        this.rule = rule;
        shifted = new float[v];
        terms = new float[v];
    }

    void row(int t) {
        int v = shifted.length;
        int at = logits.offset + t * v;
        VectorRows.scale(logits.values, at, v, rule.inverseTemperature(), shifted, 0);
        float max = VectorRows.max(shifted, 0, v);
        for (int i = 0; i < v; i++) {
            shifted[i] -= max;
        }
        VectorExp.exp(shifted, 0, v, 1f, 0f, terms, 0);
        float sum = VectorRows.sum(terms, 0, v);
        float logSum = Elementary.log(sum);
        float inverseSum = 1f / sum;
        float entropy = logSum - VectorRows.dot(terms, 0, shifted, 0, v) * inverseSum;
        int target = tokens.targets()[t];
        float logProb = shifted[target] - logSum;
        float slope = PolicyRow.measure(measures, tokens, rule, t, logProb, entropy);
        float scale = tokens.weights()[t] * rule.inverseTemperature();
        float pull = scale * slope;
        float ofTarget = pull * (1f - terms[target] * inverseSum);
        for (int i = 0; i < v; i++) {
            logits.values[at + i] = pull * (0f - terms[i] * inverseSum);
        }
        logits.values[at + target] = ofTarget;
        float push = scale * rule.entropy();
        if (push != 0f) {
            for (int i = 0; i < v; i++) {
                float p = terms[i] * inverseSum;
                logits.values[at + i] += push * (p * (shifted[i] - logSum + entropy));
            }
        }
    }
}
