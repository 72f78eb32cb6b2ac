package org.colloquy.transformer;

/** How the frequencies of rotary positions are stretched for contexts longer than those learned. */
public sealed interface RopeScaling {

    /** Radians that a pair turns by from one position to the next. */
    double scaled(double frequency);

    /** As learned. */
    record None() implements RopeScaling {
        @Override
        public double scaled(double frequency) {
            return frequency;
        }
    }

    /** Every position counts {@code 1 / factor}. Chen et al. 2023. */
    record Linear(double factor) implements RopeScaling {
        public Linear {
            checkFactor(factor);
        }

        @Override
        public double scaled(double frequency) {
            return frequency / factor;
        }
    }

    /**
     * Llama 3.1's: slow pairs are stretched by the factor, fast ones not, those between in part.
     *
     * @param lowFrequency turns within the learned context up to which a pair is slow
     * @param highFrequency turns from which it is fast; above the former
     * @param learnedPositions the context before it was stretched
     */
    record Llama3(double factor, double lowFrequency, double highFrequency, int learnedPositions)
            implements RopeScaling {
        public Llama3 {
            checkFactor(factor);
            if (!(lowFrequency > 0) || !(highFrequency > lowFrequency) || learnedPositions < 1) {
                throw new IllegalArgumentException(
                        "rope scaling needs 0 < low_freq_factor (%s) < high_freq_factor (%s) and original_max_position_embeddings (%d) above 0"
                                .formatted(lowFrequency, highFrequency, learnedPositions));
            }
        }

        @Override
        public double scaled(double frequency) {
            double turns = learnedPositions * frequency / (2 * Math.PI);
            double fast = (turns - lowFrequency) / (highFrequency - lowFrequency);
            double share = Math.clamp(fast, 0.0, 1.0);
            return (1 - share) * frequency / factor + share * frequency;
        }
    }

    private static void checkFactor(double factor) {
        if (!(factor >= 1) || !Double.isFinite(factor)) {
            throw new IllegalArgumentException(
                    "rope scaling's factor must be 1 or more: " + factor);
        }
    }
}
