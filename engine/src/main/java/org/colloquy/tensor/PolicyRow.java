package org.colloquy.tensor;

import java.util.Arrays;

/** The loss of one sampled token and its slope, given its log-probability, for all CPU backends. */
final class PolicyRow {

    private PolicyRow() {}

    /**
     * Fills row t of the measures.
     *
     * @return the slope of the token's loss by its log-probability, without weight and entropy
     */
    static float measure(
            HeapTensor measures,
            PolicyTokens tokens,
            PolicyRule rule,
            int t,
            float logProb,
            float entropy) {
        int at = measures.offset + t * PolicyMeasure.COUNT;
        float[] row = measures.values;
        Arrays.fill(row, at, at + PolicyMeasure.COUNT, 0f);
        float advantage = tokens.advantages()[t];
        float ratio = ratio(tokens, t, logProb);
        boolean low = advantage < 0 && ratio < rule.ratioLow();
        boolean high = advantage > 0 && ratio > rule.ratioHigh();
        boolean dual = advantage < 0 && ratio > rule.dualClip();
        float bounded = low ? rule.ratioLow() : high ? rule.ratioHigh() : ratio;
        float objective = (dual ? rule.dualClip() : bounded) * advantage;
        float slope = low || high || dual ? 0f : -objective;
        float loss = -objective;
        if (tokens.reference().length > 0 && !tokens.offPolicy()[t]) {
            float d = logProb - tokens.reference()[t];
            float kl = divergence(rule, d);
            loss += rule.kl() * kl;
            slope += rule.kl() * divergenceSlope(rule, d);
            row[at + PolicyMeasure.KL.ordinal()] = kl;
        }
        loss -= rule.entropy() * entropy;
        row[at + PolicyMeasure.LOSS.ordinal()] = tokens.weights()[t] * loss;
        row[at + PolicyMeasure.LOG_PROB.ordinal()] = logProb;
        row[at + PolicyMeasure.RATIO.ordinal()] = ratio;
        row[at + PolicyMeasure.CLIPPED_LOW.ordinal()] = low ? 1f : 0f;
        row[at + PolicyMeasure.CLIPPED_HIGH.ordinal()] = high ? 1f : 0f;
        row[at + PolicyMeasure.CLIPPED_DUAL.ordinal()] = dual ? 1f : 0f;
        row[at + PolicyMeasure.ENTROPY.ordinal()] = entropy;
        return slope;
    }

    private static float ratio(PolicyTokens tokens, int t, float logProb) {
        if (tokens.offPolicy()[t]) {
            return 1f;
        }
        return Elementary.exp(
                tokens.logRatios().length > 0
                        ? tokens.logRatios()[t]
                        : logProb - tokens.behaviour()[t]);
    }

    private static float divergence(PolicyRule rule, float d) {
        return switch (rule.klEstimator()) {
            case K1 -> d;
            case K2 -> 0.5f * d * d;
            case K3 -> Elementary.exp(-d) - 1f + d;
        };
    }

    private static float divergenceSlope(PolicyRule rule, float d) {
        return switch (rule.klEstimator()) {
            case K1 -> 1f;
            case K2 -> d;
            case K3 -> 1f - Elementary.exp(-d);
        };
    }
}
