package org.colloquy.irt;

/**
 * Lines of a table with answers in the same places and the same number of right ones.
 *
 * <p>What each place is expected to be, given that number, follows from the elementary symmetric
 * functions of exp(parameter), computed by summation only, without differences. Where there are too
 * many places for a double's range, the line's own parameter is put in instead, with the correction
 * (n - 1) / n on the result's scale left out, which is below one per cent there.
 */
final class ConditionalLine {

    private final boolean[] answered;
    private final int right;
    private final boolean exact;
    private final double[] rightAt;
    private int lines;

    ConditionalLine(byte[] row, int right, boolean exact) {
        this.right = right;
        this.exact = exact;
        answered = new boolean[row.length];
        rightAt = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            answered[i] = row[i] >= 0;
        }
    }

    void add(byte[] row) {
        lines++;
        for (int i = 0; i < row.length; i++) {
            rightAt[i] += row[i] == 1 ? 1 : 0;
        }
    }

    /** How often a place was right. */
    double right(int place) {
        return rightAt[place];
    }

    /** Adds what is expected of each place, its variance, and how often it was asked. */
    void add(double[] parameters, double[] expected, double[] variance, double[] asked) {
        double[] chance = exact ? conditional(parameters) : unconditional(parameters);
        for (int i = 0; i < parameters.length; i++) {
            if (answered[i]) {
                expected[i] += lines * chance[i];
                variance[i] += lines * chance[i] * (1 - chance[i]);
                asked[i] += lines;
            }
        }
    }

    private double[] conditional(double[] parameters) {
        double[] all = symmetric(parameters, -1);
        double[] chance = new double[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            if (answered[i]) {
                double[] others = symmetric(parameters, i);
                chance[i] = StrictMath.exp(parameters[i]) * others[right - 1] / all[right];
            }
        }
        return chance;
    }

    /** The functions of orders 0 to {@code right}, without one place. */
    private double[] symmetric(double[] parameters, int without) {
        double[] sums = new double[right + 1];
        sums[0] = 1;
        for (int i = 0; i < parameters.length; i++) {
            if (answered[i] && i != without) {
                double factor = StrictMath.exp(parameters[i]);
                for (int order = right; order > 0; order--) {
                    sums[order] += factor * sums[order - 1];
                }
            }
        }
        return sums;
    }

    private double[] unconditional(double[] parameters) {
        double low = -60;
        double high = 60;
        double[] chance = new double[parameters.length];
        for (int step = 0; step < 80; step++) {
            double middle = (low + high) / 2;
            double sum = 0;
            for (int i = 0; i < parameters.length; i++) {
                chance[i] = 1 / (1 + StrictMath.exp(-middle - parameters[i]));
                sum += answered[i] ? chance[i] : 0;
            }
            low = sum < right ? middle : low;
            high = sum < right ? high : middle;
        }
        return chance;
    }
}
