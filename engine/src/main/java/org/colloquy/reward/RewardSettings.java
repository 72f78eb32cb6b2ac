package org.colloquy.reward;

/**
 * What answers are worth.
 *
 * @param right reward of the right answer
 * @param wrong reward of a well-formed answer that is not right
 * @param malformed reward of a text without an answer
 * @param stepCredit added for a worked solution that is right from its first step to its last; a
 *     part of it for a part of the steps
 * @param lengthPenalty taken away for each token over the limit
 * @param lengthLimit tokens that cost nothing
 */
public record RewardSettings(
        double right,
        double wrong,
        double malformed,
        double stepCredit,
        double lengthPenalty,
        int lengthLimit) {

    /** Right or not: what the prototype's best runs used. */
    public static final RewardSettings DEFAULT = new RewardSettings(1, 0, 0, 0, 0, 0);

    public RewardSettings {
        double[] values = {right, wrong, malformed, stepCredit, lengthPenalty};
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("rewards must be finite, not " + value);
            }
        }
        if (right <= wrong || right <= malformed) {
            throw new IllegalArgumentException(
                    "right (%s) must be above wrong (%s) and malformed (%s), else the agents learn"
                                    .formatted(right, wrong, malformed)
                            + " to be wrong");
        }
        if (stepCredit < 0 || lengthPenalty < 0 || lengthLimit < 0) {
            throw new IllegalArgumentException(
                    "step-credit (%s), length-penalty (%s) and length-limit (%d) must not be below 0"
                            .formatted(stepCredit, lengthPenalty, lengthLimit));
        }
    }
}
