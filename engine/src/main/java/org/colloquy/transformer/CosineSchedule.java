package org.colloquy.transformer;

/**
 * Learning rate that rises linearly over the warm-up, then falls along half a cosine.
 *
 * @param peak highest rate, reached by the last warm-up step
 * @param finalFraction share of the peak at the last step
 * @param warmUpSteps steps of the rise, may be 0
 * @param steps all steps, warm-up included
 */
public record CosineSchedule(double peak, double finalFraction, int warmUpSteps, int steps) {

    public CosineSchedule {
        if (!(peak > 0) || !(finalFraction >= 0 && finalFraction <= 1)) {
            throw new IllegalArgumentException(
                    "peak (%s) must be positive and finalFraction (%s) from 0 to 1"
                            .formatted(peak, finalFraction));
        }
        if (warmUpSteps < 0 || steps <= warmUpSteps) {
            throw new IllegalArgumentException(
                    "warmUpSteps (%d) must be from 0 to below steps (%d)"
                            .formatted(warmUpSteps, steps));
        }
    }

    /** Rate of step {@code step}, counted from 0; after the last it stays. */
    public float rate(int step) {
        if (step < warmUpSteps) {
            return (float) (peak * (step + 1) / warmUpSteps);
        }
        double progress =
                Math.min(1, (double) (step - warmUpSteps) / Math.max(1, steps - 1 - warmUpSteps));
        double cosine = (1 + StrictMath.cos(StrictMath.PI * progress)) / 2;
        return (float) (peak * (finalFraction + (1 - finalFraction) * cosine));
    }
}
