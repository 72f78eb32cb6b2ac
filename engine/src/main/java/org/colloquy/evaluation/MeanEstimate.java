package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mean over independent repetitions, such as seeds, and how sure it is.
 *
 * @param count of the repetitions, from 1
 * @param deviation the standard deviation with n - 1 in the denominator; 0 of one value
 */
public record MeanEstimate(int count, double mean, double deviation) {

    private static final double UPPER = 0.975;

    public static MeanEstimate of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a mean of nothing");
        }
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new MeanEstimate(n, mean, n == 1 ? 0 : Math.sqrt(squares / (n - 1)));
    }

    /**
     * The mean of {@code values[i] - others[i]}: what differs from pair to pair alike, such as the
     * seed, cancels out.
     */
    public static MeanEstimate ofDifferences(List<Double> values, List<Double> others) {
        if (values.size() != others.size()) {
            throw new IllegalArgumentException(
                    values.size() + " values cannot be paired with " + others.size());
        }
        List<Double> differences = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            differences.add(values.get(i) - others.get(i));
        }
        return of(differences);
    }

    /**
     * Half the width of Student's 95 % interval, {@code t(0.975, n - 1) s / sqrt(n)} (Student
     * 1908); empty of one value, which tells nothing of its spread.
     */
    public Optional<Double> halfWidth() {
        return count == 1
                ? Optional.empty()
                : Optional.of(StudentT.quantile(UPPER, count - 1) * deviation / Math.sqrt(count));
    }

    /** Student's 95 % interval; empty of one value. */
    public Optional<Interval> interval() {
        return halfWidth().map(half -> new Interval(mean - half, mean + half));
    }
}
