package org.colloquy.irt;

import java.util.List;

/** How the participants' probabilities become one; every pooling lies in [0, 1]. */
public enum Pooling {
    /** Their mean. */
    MEAN,
    /** The share of participants whose own probability is at least one half. */
    MAJORITY,
    /** The smallest. */
    MINIMUM;

    /**
     * The pooled probability; sums run in the order given, so the bits are fixed.
     *
     * @throws IllegalArgumentException if there is no participant
     */
    public double of(List<Double> probabilities) {
        if (probabilities.isEmpty()) {
            throw new IllegalArgumentException("no participant to pool over");
        }
        double sum = 0;
        double least = 1;
        int confident = 0;
        for (double probability : probabilities) {
            sum += probability;
            least = StrictMath.min(least, probability);
            confident += probability >= ModeChoice.THRESHOLD ? 1 : 0;
        }
        int count = probabilities.size();
        return switch (this) {
            case MEAN -> sum / count;
            case MAJORITY -> (double) confident / count;
            case MINIMUM -> least;
        };
    }
}
