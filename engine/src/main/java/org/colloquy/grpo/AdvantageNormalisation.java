package org.colloquy.grpo;

import org.colloquy.tensor.AdvantageRule.Divisor;

/** What an answer's distance from the mean of its group is divided by. */
public enum AdvantageNormalisation {
    /** The standard deviation of the group: GRPO. */
    GROUP,
    /** The standard deviation of all the agent's rewards in the batch. */
    BATCH,
    /** Nothing: Dr. GRPO. */
    NONE;

    Divisor divisor() {
        return switch (this) {
            case GROUP -> Divisor.GROUP;
            case BATCH -> Divisor.BATCH;
            case NONE -> Divisor.ONE;
        };
    }
}
