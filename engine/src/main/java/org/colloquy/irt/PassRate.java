package org.colloquy.irt;

/**
 * Difficulty from how often a question was answered right alone: the {@code pass-rate} estimator.
 *
 * <p>{@link ResponseModel} solved for the difficulty at the agents' mean ability. Half a right and
 * half a wrong answer are added to the tries, so that all right and all wrong stay finite and draw
 * further from the middle the more tries there were.
 */
public final class PassRate {

    private static final double PSEUDO_ANSWERS = 0.5;

    private PassRate() {}

    /**
     * @param right solo answers that were right, of all agents together
     * @param tries solo answers of all agents together, at least 1
     * @param meanAbility mean of the abilities of the agents that answered
     */
    public static double difficulty(int right, int tries, double meanAbility) {
        if (tries < 1 || right < 0 || right > tries) {
            throw new IllegalArgumentException(
                    right + " right of " + tries + " tries is not a pass rate");
        }
        double share = (right + PSEUDO_ANSWERS) / (tries + 2 * PSEUDO_ANSWERS);
        return meanAbility - DifficultyScale.logit(share) / ResponseModel.SCALE;
    }
}
