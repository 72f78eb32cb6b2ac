package org.colloquy.irt;

/** Warm's weighted likelihood estimate (Psychometrika 54, 1989) of one line's parameter. */
final class WeightedLikelihood {

    private static final double WIDEST = 30;
    private static final int STEPS = 90;

    private WeightedLikelihood() {}

    /** The root of score + J / 2I, by bisection; 0 for a line without answers. */
    static double estimate(byte[] answers, double[] others) {
        double low = -WIDEST;
        double high = WIDEST;
        for (int step = 0; step < STEPS && high - low > 1e-11; step++) {
            double middle = (low + high) / 2;
            if (slope(answers, others, middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double slope(byte[] answers, double[] others, double value) {
        double score = 0;
        double information = 0;
        double skew = 0;
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] >= 0) {
                double p = 1 / (1 + StrictMath.exp(-value - others[i]));
                score += answers[i] - p;
                information += p * (1 - p);
                skew += p * (1 - p) * (1 - 2 * p);
            }
        }
        return information > 0 ? score + skew / (2 * information) : -value;
    }

    static double information(byte[] answers, double[] others, double value) {
        double information = 0;
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] >= 0) {
                double p = 1 / (1 + StrictMath.exp(-value - others[i]));
                information += p * (1 - p);
            }
        }
        return information;
    }
}
