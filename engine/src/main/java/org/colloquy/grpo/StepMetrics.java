package org.colloquy.grpo;

/**
 * What one step of one policy did. Means and shares are over the tokens that were trained, in all
 * updates, those of KL, ratio and clips over what the policy sampled itself; 0 where nothing was.
 *
 * @param loss mean over the updates
 * @param rewardMean of all sampled answers, before calibration
 * @param kl estimate of KL(policy, reference); 0 without a reference
 * @param entropy in nats
 * @param clippedLow share of tokens whose ratio was cut from below
 * @param clippedHigh from above
 * @param clippedDual by the dual clip
 * @param gradientNorm the largest of the updates', before the clip
 * @param ratioMin the lowest ratio before the clip; 1 if nothing was trained
 * @param ratioMax likewise
 * @param tokens trained tokens of answers in one pass over the batch
 * @param trajectories trained answers in one pass over the batch
 * @param internalised how many of them others gave
 * @param groups all groups of the step
 * @param zeroSpreadGroups those whose rewards do not differ
 * @param completionTokens mean length of all sampled answers
 * @param truncatedShare share of them that ran into the token limit
 * @param updates optimizer updates
 */
public record StepMetrics(
        int step,
        double loss,
        double rewardMean,
        double kl,
        double entropy,
        double clippedLow,
        double clippedHigh,
        double clippedDual,
        double gradientNorm,
        double ratioMin,
        double ratioMax,
        double learningRate,
        int tokens,
        int trajectories,
        int internalised,
        int groups,
        int zeroSpreadGroups,
        double completionTokens,
        double truncatedShare,
        int updates) {}
