package org.colloquy.grpo;

/**
 * Learning rate by step: a linear warm-up, then the schedule down to 0 after the last step.
 *
 * @param peak the highest rate
 * @param warmUpSteps steps of the rise
 * @param steps all steps, warm-up included; not read by a constant schedule
 */
public record LearningRate(double peak, Schedule schedule, int warmUpSteps, int steps) {

    /** What follows the warm-up. */
    public enum Schedule {
        CONSTANT,
        LINEAR,
        COSINE
    }

    /** Rate of step {@code step}, counted from 0. */
    public float rate(int step) {
        if (step < warmUpSteps) {
            return (float) (peak * (step + 1) / warmUpSteps);
        }
        double left = (double) (steps - step) / Math.max(1, steps - warmUpSteps);
        double bounded = Math.clamp(left, 0, 1);
        return switch (schedule) {
            case CONSTANT -> (float) peak;
            case LINEAR -> (float) (peak * bounded);
            case COSINE -> (float) (peak * (1 - StrictMath.cos(StrictMath.PI * bounded)) / 2);
        };
    }
}
