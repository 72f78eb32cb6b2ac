package org.colloquy.grpo;

import org.colloquy.tensor.AdvantageRule;

/**
 * How rewards become advantages.
 *
 * @param calibration whether an agent's rewards are calibrated by its peers'
 * @param normalisation what the distance from the group's mean is divided by
 * @param dynamicSampling what becomes of groups whose rewards do not differ
 */
public record AdvantageSettings(
        boolean calibration,
        AdvantageNormalisation normalisation,
        DynamicSampling dynamicSampling) {

    /** What becomes of groups whose rewards do not differ. */
    public enum DynamicSampling {
        /** They stay, with advantages of 0, and count in the mean of the loss. */
        OFF,
        /** They are left out of the batch (DAPO). */
        SKIP,
        /**
         * They are left out, and where no agent's group differs another question is asked once in
         * their place.
         */
        REDRAW
    }

    /** Added to the standard deviation, as in TRL. */
    private static final double EPSILON = 1e-4;

    public static final AdvantageSettings DEFAULT =
            new AdvantageSettings(true, AdvantageNormalisation.GROUP, DynamicSampling.OFF);

    AdvantageRule rule() {
        return new AdvantageRule(calibration, normalisation.divisor(), EPSILON);
    }
}
