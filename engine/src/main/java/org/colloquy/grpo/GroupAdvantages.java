package org.colloquy.grpo;

/**
 * What became of a group's rewards, sampled answers first, then internalised ones.
 *
 * @param calibrated rewards after perception calibration
 * @param advantages group-relative
 */
public record GroupAdvantages(float[] calibrated, float[] advantages) {

    public GroupAdvantages {
        calibrated = calibrated.clone();
        advantages = advantages.clone();
    }

    /** Whether the group's rewards differ, so that it has something to teach. */
    public boolean differ() {
        for (float reward : calibrated) {
            if (reward != calibrated[0]) {
                return true;
            }
        }
        return false;
    }
}
