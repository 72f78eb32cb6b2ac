package org.colloquy.grpo;

import java.util.OptionalDouble;

/** Settings that differ from the default in a few places. */
final class LossCases {

    private LossCases() {}

    static LossSettings with(LossSettings from, LossAggregation aggregation) {
        return new LossSettings(
                from.clipLow(),
                from.clipHigh(),
                from.dualClip(),
                from.kl(),
                from.klEstimator(),
                from.entropyBonus(),
                aggregation,
                from.dividedLength(),
                from.ratioLevel(),
                from.maskTruncated(),
                from.truncatedImportanceSampling());
    }

    static LossSettings clipped(double low, double high, OptionalDouble dual) {
        LossSettings from = LossSettings.DEFAULT;
        return new LossSettings(
                low,
                high,
                dual,
                from.kl(),
                from.klEstimator(),
                from.entropyBonus(),
                from.aggregation(),
                from.dividedLength(),
                from.ratioLevel(),
                from.maskTruncated(),
                from.truncatedImportanceSampling());
    }

    /** KL, ratio level, mask and importance sampling away from the default. */
    static LossSettings loss(
            double kl, RatioLevel ratioLevel, boolean maskTruncated, OptionalDouble importance) {
        LossSettings from = LossSettings.DEFAULT;
        return new LossSettings(
                from.clipLow(),
                from.clipHigh(),
                from.dualClip(),
                kl,
                from.klEstimator(),
                from.entropyBonus(),
                from.aggregation(),
                from.dividedLength(),
                ratioLevel,
                maskTruncated,
                importance);
    }

    static UpdateSettings update(
            int updates, int minibatches, double learningRate, int microBatchTokens) {
        UpdateSettings from = UpdateSettings.DEFAULT;
        return new UpdateSettings(
                updates,
                minibatches,
                learningRate,
                from.schedule(),
                0,
                from.beta2(),
                from.weightDecay(),
                from.gradientClip(),
                microBatchTokens);
    }
}
