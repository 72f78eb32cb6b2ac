package org.colloquy.evaluation;

/**
 * Student's t distribution (Student 1908) by the regularised incomplete beta function, whose
 * continued fraction is that of Abramowitz and Stegun 26.5.8, evaluated by Lentz's method; the
 * logarithm of the gamma function is Lanczos' with g = 7 and nine terms. Good to about 1e-12.
 */
public final class StudentT {

    private static final int MOST_TERMS = 500;
    private static final int BISECTIONS = 200;
    private static final double PRECISION = 1e-15;
    private static final double TINY = 1e-300;
    private static final double[] LANCZOS = {
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
        -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private StudentT() {}

    /**
     * The probability of a value of at most {@code t}.
     *
     * @param freedom degrees of freedom, from 1
     */
    public static double cumulative(double t, int freedom) {
        if (freedom < 1) {
            throw new IllegalArgumentException(freedom + " degrees of freedom");
        }
        double tail = 0.5 * incompleteBeta(freedom / (freedom + t * t), freedom / 2.0, 0.5);
        return t < 0 ? tail : 1 - tail;
    }

    /**
     * The value that is not exceeded with the given probability, by bisection.
     *
     * @param probability above 0, below 1
     */
    public static double quantile(double probability, int freedom) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability " + probability);
        }
        double high = 1;
        while (cumulative(high, freedom) < probability && high < 1e12) {
            high *= 2;
        }
        double low = -1;
        while (cumulative(low, freedom) > probability && low > -1e12) {
            low *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (cumulative(middle, freedom) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double incompleteBeta(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - incompleteBeta(1 - x, b, a);
        }
        double logFront =
                logGamma(a + b)
                        - logGamma(a)
                        - logGamma(b)
                        + a * StrictMath.log(x)
                        + b * StrictMath.log1p(-x);
        return StrictMath.exp(logFront) / a * continuedFraction(x, a, b);
    }

    private static double continuedFraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / notZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / notZero(1 + even * d);
            c = notZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / notZero(1 + odd * d);
            c = notZero(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return value;
    }

    private static double notZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** For positive arguments from 0.5. */
    private static double logGamma(double z) {
        double x = z - 1;
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x + i);
        }
        double shifted = x + LANCZOS.length - 1.5;
        return 0.5 * StrictMath.log(2 * StrictMath.PI)
                + (x + 0.5) * StrictMath.log(shifted)
                - shifted
                + StrictMath.log(sum);
    }
}
