package org.colloquy.tensor;

/**
 * The constants of one policy-gradient loss, the same for all its tokens.
 *
 * @param inverseTemperature factor on the logits, as when the tokens were sampled
 * @param ratioLow lower bound of the ratio, 1 - clip-low
 * @param ratioHigh upper bound of the ratio, 1 + clip-high
 * @param dualClip bound of the ratio where the advantage is negative (Ye et al. 2020); infinite is
 *     off
 * @param kl coefficient of the divergence from the reference; 0 is off
 * @param klEstimator by which it is estimated from the sampled token
 * @param entropy coefficient of the entropy bonus; 0 is off
 */
public record PolicyRule(
        float inverseTemperature,
        float ratioLow,
        float ratioHigh,
        float dualClip,
        float kl,
        KlEstimator klEstimator,
        float entropy) {

    /** Schulman's estimators, with d = log-prob - reference log-prob of the sampled token. */
    public enum KlEstimator {
        /** d. */
        K1,
        /** d^2 / 2. */
        K2,
        /** exp(-d) - 1 + d. */
        K3
    }

    public PolicyRule {
        if (!(inverseTemperature > 0) || Float.isInfinite(inverseTemperature)) {
            throw new IllegalArgumentException(
                    "the inverse temperature must be finite and above 0, not "
                            + inverseTemperature);
        }
        if (!(ratioLow >= 0 && ratioLow <= 1 && ratioHigh >= 1 && dualClip > 1)) {
            throw new IllegalArgumentException(
                    "the ratio's bounds must lie on both sides of 1, not %s, %s and %s"
                            .formatted(ratioLow, ratioHigh, dualClip));
        }
        if (!Float.isFinite(kl) || !Float.isFinite(entropy)) {
            throw new IllegalArgumentException(
                    "the coefficients of KL (%s) and entropy (%s) must be finite"
                            .formatted(kl, entropy));
        }
    }
}
