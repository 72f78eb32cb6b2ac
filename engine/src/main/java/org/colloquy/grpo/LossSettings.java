package org.colloquy.grpo;

import java.util.OptionalDouble;
import org.colloquy.tensor.PolicyRule;

/**
 * The clipped policy-gradient loss.
 *
 * @param clipLow how far the ratio may fall below 1
 * @param clipHigh how far it may rise above 1
 * @param dualClip bound of the ratio where the advantage is negative, above 1
 * @param kl coefficient of the divergence from the reference policy; 0 needs no reference
 * @param entropyBonus coefficient of the entropy
 * @param dividedLength the constant length of {@link LossAggregation#DR_GRPO}, in tokens
 * @param maskTruncated whether answers that ran into the token limit are left out of the loss
 * @param truncatedImportanceSampling cap of the weight exp(own log-prob - sampler's) for samplers
 *     whose log-probabilities are not our own bits; empty for our own sampler
 */
public record LossSettings(
        double clipLow,
        double clipHigh,
        OptionalDouble dualClip,
        double kl,
        KlEstimator klEstimator,
        double entropyBonus,
        LossAggregation aggregation,
        int dividedLength,
        RatioLevel ratioLevel,
        boolean maskTruncated,
        OptionalDouble truncatedImportanceSampling) {

    public static final LossSettings DEFAULT =
            new LossSettings(
                    0.2,
                    0.2,
                    OptionalDouble.empty(),
                    0,
                    KlEstimator.K3,
                    0,
                    LossAggregation.TOKEN_MEAN,
                    96,
                    RatioLevel.TOKEN,
                    false,
                    OptionalDouble.empty());

    public LossSettings {
        if (!(clipLow >= 0 && clipLow <= 1) || !(clipHigh >= 0) || Double.isInfinite(clipHigh)) {
            throw new IllegalArgumentException(
                    "clip-low (%s) must be from 0 to 1, clip-high (%s) 0 or above"
                            .formatted(clipLow, clipHigh));
        }
        if (dualClip.isPresent() && !(dualClip.getAsDouble() > 1)) {
            throw new IllegalArgumentException(
                    "dual-clip (%s) must be above 1".formatted(dualClip.getAsDouble()));
        }
        if (!(kl >= 0) || Double.isInfinite(kl) || !Double.isFinite(entropyBonus)) {
            throw new IllegalArgumentException(
                    "kl (%s) must be 0 or above and entropy-bonus (%s) finite"
                            .formatted(kl, entropyBonus));
        }
        if (dividedLength < 1) {
            throw new IllegalArgumentException(
                    "the length of dr-grpo must be positive, not " + dividedLength);
        }
        if (truncatedImportanceSampling.isPresent()
                && !(truncatedImportanceSampling.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "truncated-importance-sampling (%s) must be above 0"
                            .formatted(truncatedImportanceSampling.getAsDouble()));
        }
    }

    PolicyRule rule(float inverseTemperature) {
        return new PolicyRule(
                inverseTemperature,
                (float) (1 - clipLow),
                (float) (1 + clipHigh),
                (float) dualClip.orElse(Double.POSITIVE_INFINITY),
                (float) kl,
                klEstimator.rule(),
                (float) entropyBonus);
    }

    /** Whether a token of advantage 0 has a gradient all the same. */
    boolean teachesWithoutAdvantage() {
        return kl != 0 || entropyBonus != 0;
    }
}
