package org.colloquy.grpo;

import org.colloquy.transformer.AdamWSettings;

/**
 * What is done with one batch.
 *
 * @param updatesPerBatch passes over the batch
 * @param minibatches parts of the batch, with one optimizer update each, cut between groups
 * @param learningRate the highest
 * @param schedule what follows the warm-up
 * @param warmUpSteps steps over which the rate rises, may be 0
 * @param beta2 decay of the squared gradient's mean
 * @param weightDecay decoupled, times the learning rate
 * @param gradientClip the gradient's norm over all weights is scaled down to this
 * @param microBatchTokens most rows in one pass unless one bundle has more (see PolicyBatch);
 *     changes no bit, only memory and speed
 */
public record UpdateSettings(
        int updatesPerBatch,
        int minibatches,
        double learningRate,
        LearningRate.Schedule schedule,
        int warmUpSteps,
        double beta2,
        double weightDecay,
        double gradientClip,
        int microBatchTokens) {

    private static final float BETA1 = 0.9f;
    private static final float EPSILON = 1e-8f;

    public static final UpdateSettings DEFAULT =
            new UpdateSettings(1, 1, 3e-4, LearningRate.Schedule.CONSTANT, 5, 0.99, 0, 1, 2048);

    public UpdateSettings {
        if (updatesPerBatch < 1 || minibatches < 1 || microBatchTokens < 1 || warmUpSteps < 0) {
            throw new IllegalArgumentException(
                    "updates-per-batch (%d), minibatches (%d) and micro-batch-tokens (%d) must be"
                                    .formatted(updatesPerBatch, minibatches, microBatchTokens)
                            + " positive, warm-up-steps ("
                            + warmUpSteps
                            + ") not negative");
        }
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "learning-rate must be above 0, not " + learningRate);
        }
        if (!(beta2 >= 0 && beta2 < 1) || !(weightDecay >= 0) || !(gradientClip > 0)) {
            throw new IllegalArgumentException(
                    "beta2 (%s) must be in [0, 1), weight-decay (%s) 0 or above, gradient-clip (%s)"
                                    .formatted(beta2, weightDecay, gradientClip)
                            + " above 0");
        }
    }

    AdamWSettings optimizer() {
        return new AdamWSettings(
                BETA1, (float) beta2, EPSILON, (float) weightDecay, (float) gradientClip);
    }
}
