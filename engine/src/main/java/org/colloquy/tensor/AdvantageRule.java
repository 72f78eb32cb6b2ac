package org.colloquy.tensor;

/**
 * How rewards become advantages.
 *
 * @param calibrated whether rewards first pass through perception calibration (Lin et al. 2025)
 * @param divisor what the difference to the group's mean is divided by
 * @param epsilon added to the standard deviation that divides
 */
public record AdvantageRule(boolean calibrated, Divisor divisor, double epsilon) {

    /** What the difference to the group's mean is divided by. */
    public enum Divisor {
        /** The standard deviation of the group's rewards: GRPO (Shao et al. 2024). */
        GROUP,
        /** The standard deviation of all the agent's rewards in the batch. */
        BATCH,
        /** One: Dr. GRPO (Liu et al. 2025). */
        ONE
    }

    public AdvantageRule {
        if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "epsilon must be finite, 0 or above, not " + epsilon);
        }
    }
}
