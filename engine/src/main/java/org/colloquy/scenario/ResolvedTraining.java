package org.colloquy.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import org.colloquy.grpo.AdvantageSettings;
import org.colloquy.grpo.InternaliseSettings;
import org.colloquy.grpo.LossSettings;
import org.colloquy.grpo.UpdateSettings;
import org.colloquy.reward.RewardSettings;

/** The {@code train} of a {@link ResolvedScenario}. */
final class ResolvedTraining {

    private ResolvedTraining() {}

    static ObjectNode tree(Training training) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("iterations", training.iterations());
        node.put("questions", training.grpo().questions());
        node.put("group-size", training.grpo().groupSize());
        node.put("discuss", Label.of(training.discuss()));
        node.put("discussions", training.discussions());
        ObjectNode stages = node.putObject("stages");
        training.stages()
                .forEach(rule -> stages.put(Label.of(rule.stage()), Label.of(rule.reward())));
        put(node.putObject("rewards"), training.rewards());
        put(node.putObject("advantages"), training.grpo().advantages());
        put(node.putObject("internalise"), training.grpo().internalise());
        put(node.putObject("loss"), training.grpo().loss());
        put(node.putObject("update"), training.grpo().update());
        node.put("temperature", training.temperature());
        node.putObject("evaluation")
                .put("every", training.evaluation().every())
                .put("questions", training.evaluation().questions());
        node.putObject("checkpoints")
                .put("every", training.checkpoints().every())
                .put("keep", training.checkpoints().keep());
        return node;
    }

    private static void put(ObjectNode node, RewardSettings rewards) {
        node.put("right", rewards.right());
        node.put("wrong", rewards.wrong());
        node.put("malformed", rewards.malformed());
        node.put("step-credit", rewards.stepCredit());
        node.put("length-penalty", rewards.lengthPenalty());
        node.put("length-limit", rewards.lengthLimit());
    }

    private static void put(ObjectNode node, AdvantageSettings advantages) {
        node.put("calibration", advantages.calibration());
        node.put("normalisation", Label.of(advantages.normalisation()));
        node.put("dynamic-sampling", Label.of(advantages.dynamicSampling()));
    }

    private static void put(ObjectNode node, InternaliseSettings internalise) {
        node.put("source", Label.of(internalise.source()));
        node.put("positive-only", internalise.positiveOnly());
        node.put("only-without-right", internalise.onlyWithoutRight());
        node.put("limit", internalise.limit());
    }

    private static void put(ObjectNode node, LossSettings loss) {
        node.put("clip-low", loss.clipLow());
        node.put("clip-high", loss.clipHigh());
        put(node, "dual-clip", loss.dualClip());
        node.put("kl", loss.kl());
        node.put("kl-estimator", Label.of(loss.klEstimator()));
        node.put("entropy-bonus", loss.entropyBonus());
        node.put("aggregation", Label.of(loss.aggregation()));
        node.put("divided-length", loss.dividedLength());
        node.put("ratio-level", Label.of(loss.ratioLevel()));
        node.put("mask-truncated", loss.maskTruncated());
        put(node, "truncated-importance-sampling", loss.truncatedImportanceSampling());
    }

    private static void put(ObjectNode node, UpdateSettings update) {
        node.put("updates-per-batch", update.updatesPerBatch());
        node.put("minibatches", update.minibatches());
        node.put("learning-rate", update.learningRate());
        node.put("schedule", Label.of(update.schedule()));
        node.put("warm-up-steps", update.warmUpSteps());
        node.put("beta2", update.beta2());
        node.put("weight-decay", update.weightDecay());
        node.put("gradient-clip", update.gradientClip());
        node.put("micro-batch-tokens", update.microBatchTokens());
    }

    private static void put(ObjectNode node, String key, OptionalDouble value) {
        value.ifPresentOrElse(number -> node.put(key, number), () -> node.put(key, Fields.OFF));
    }
}
