package org.colloquy.scenario;

import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.InternaliseSettings.Source;
import org.colloquy.grpo.LossSettings;
import org.colloquy.grpo.UpdateSettings;

/** Binds the keys of {@code train} that set the learning step. */
final class GrpoBinding {

    private static final double BELOW_1 = StrictMath.nextDown(1.0);
    private static final int MOST = 1 << 20;

    private final Fields train;

    GrpoBinding(Fields train) {
        this.train = train;
    }

    /**
     * @param questions of one iteration
     */
    GrpoSettings read(int questions) {
        GrpoSettings usual = GrpoSettings.DEFAULT;
        int groupSize = train.count("group-size", 1, 1024, usual.groupSize());
        AdvantageSettings advantages = advantages(train.section("advantages"));
        InternaliseSettings internalise = internalise(train.section("internalise"));
        LossSettings loss = loss(train.section("loss"));
        UpdateSettings update = update(train.section("update"));
        if (groupSize == 1 && internalise.source() == Source.NONE) {
            train.problem(
                    train.place("group-size"),
                    "group-size",
                    "is 1, and an answer's advantage is over its group",
                    "ask for at least 2, or internalise what peers say");
            groupSize = usual.groupSize();
        }
        return new GrpoSettings(questions, groupSize, advantages, internalise, loss, update);
    }

    private static AdvantageSettings advantages(Fields fields) {
        AdvantageSettings usual = AdvantageSettings.DEFAULT;
        AdvantageSettings advantages =
                new AdvantageSettings(
                        fields.flag("calibration", usual.calibration()),
                        fields.choice("normalisation", usual.normalisation()),
                        fields.choice("dynamic-sampling", usual.dynamicSampling()));
        fields.end();
        return advantages;
    }

    private static InternaliseSettings internalise(Fields fields) {
        InternaliseSettings usual = InternaliseSettings.DEFAULT;
        InternaliseSettings internalise =
                new InternaliseSettings(
                        fields.choice("source", usual.source()),
                        fields.flag("positive-only", usual.positiveOnly()),
                        fields.flag("only-without-right", usual.onlyWithoutRight()),
                        fields.count("limit", 1, 4096, usual.limit()));
        fields.end();
        return internalise;
    }

    private static LossSettings loss(Fields fields) {
        LossSettings usual = LossSettings.DEFAULT;
        LossSettings loss =
                new LossSettings(
                        fields.number("clip-low", 0, 1, usual.clipLow()),
                        fields.number("clip-high", 0, 1000, usual.clipHigh()),
                        fields.numberOrOff("dual-clip", Fields.ABOVE_1, 1000),
                        fields.number("kl", 0, 1000, usual.kl()),
                        fields.choice("kl-estimator", usual.klEstimator()),
                        fields.number("entropy-bonus", -1000, 1000, usual.entropyBonus()),
                        fields.choice("aggregation", usual.aggregation()),
                        fields.count("divided-length", 1, 32_768, usual.dividedLength()),
                        fields.choice("ratio-level", usual.ratioLevel()),
                        fields.flag("mask-truncated", usual.maskTruncated()),
                        fields.numberOrOff(
                                "truncated-importance-sampling", Double.MIN_VALUE, 1000));
        fields.end();
        return loss;
    }

    private static UpdateSettings update(Fields fields) {
        UpdateSettings usual = UpdateSettings.DEFAULT;
        UpdateSettings update =
                new UpdateSettings(
                        fields.count("updates-per-batch", 1, 1024, usual.updatesPerBatch()),
                        fields.count("minibatches", 1, 4096, usual.minibatches()),
                        fields.number("learning-rate", Double.MIN_VALUE, 1, usual.learningRate()),
                        fields.choice("schedule", usual.schedule()),
                        fields.count("warm-up-steps", 0, MOST, usual.warmUpSteps()),
                        fields.number("beta2", 0, BELOW_1, usual.beta2()),
                        fields.number("weight-decay", 0, 10, usual.weightDecay()),
                        fields.number("gradient-clip", 1e-6, 1e6, usual.gradientClip()),
                        fields.count("micro-batch-tokens", 1, MOST, usual.microBatchTokens()));
        fields.end();
        return update;
    }
}
