package org.colloquy.evaluation;

import java.util.List;

/**
 * How many of so many were right.
 *
 * @param right 0 to {@code asked}
 */
public record Proportion(int right, int asked) {

    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    public Proportion {
        if (right < 0 || right > asked) {
            throw new IllegalArgumentException(right + " right of " + asked);
        }
    }

    /** How often a condition holds. */
    public static Proportion of(List<Boolean> held) {
        return new Proportion(
                (int) held.stream().filter(Boolean::booleanValue).count(), held.size());
    }

    /** The share that is right; 0 of nothing. */
    public double share() {
        return asked == 0 ? 0 : (double) right / asked;
    }

    /**
     * Wilson's score interval at 95 % (E. B. Wilson 1927, <i>Probable inference, the law of
     * succession, and statistical inference</i>): {@code (p + z^2 / 2n +- z sqrt(p (1 - p) / n +
     * z^2 / 4n^2)) / (1 + z^2 / n)}. It stays within 0 to 1 and has a width at p = 0 and p = 1; of
     * nothing it is 0 to 1.
     */
    public Interval wilson() {
        if (asked == 0) {
            return new Interval(0, 1);
        }
        double n = asked;
        double p = share();
        double denominator = 1 + Z * Z / n;
        double centre = (p + Z * Z / (2 * n)) / denominator;
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / denominator;
        double low = right == 0 ? 0 : Math.max(0, centre - half);
        double high = right == asked ? 1 : Math.min(1, centre + half);
        return new Interval(low, high);
    }
}
