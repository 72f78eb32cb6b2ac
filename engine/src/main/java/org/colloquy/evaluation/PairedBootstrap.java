package org.colloquy.evaluation;

import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;

/**
 * How much better one of two systems is on the same questions.
 *
 * @param difference the mean over questions of second minus first
 * @param interval the 95 % percentile interval of the difference
 * @param notBetter share of the resamples in which the second is not above the first
 */
public record PairedBootstrap(double difference, Interval interval, double notBetter) {

    /** Enough that the interval's ends move by less than the table's last digit. */
    public static final int RESAMPLES = 10_000;

    private static final double TAIL = 0.025;

    /**
     * Draws questions with replacement, both systems' results together (Efron and Tibshirani 1993,
     * <i>An introduction to the bootstrap</i>, chapter 13; for systems on a test set Koehn 2004,
     * <i>Statistical significance tests for machine translation evaluation</i>). Draw i of resample
     * r is a pure hash of the seed, r and i.
     *
     * @param first whether the first system was right, by question
     * @param second of the same questions in the same order
     */
    public static PairedBootstrap of(List<Boolean> first, List<Boolean> second, long seed) {
        if (first.size() != second.size() || first.isEmpty()) {
            throw new IllegalArgumentException(
                    "results of %d and %d questions".formatted(first.size(), second.size()));
        }
        int n = first.size();
        int[] gain = new int[n];
        for (int i = 0; i < n; i++) {
            gain[i] = (second.get(i) ? 1 : 0) - (first.get(i) ? 1 : 0);
        }
        double[] means = new double[RESAMPLES];
        int notBetter = 0;
        for (int resample = 0; resample < RESAMPLES; resample++) {
            long key = CounterRandom.key(seed, "bootstrap", resample);
            long sum = 0;
            for (int i = 0; i < n; i++) {
                sum += gain[CounterRandom.below(key, i, n)];
            }
            means[resample] = (double) sum / n;
            notBetter += sum <= 0 ? 1 : 0;
        }
        Arrays.sort(means);
        return new PairedBootstrap(
                (double) Arrays.stream(gain).sum() / n,
                new Interval(quantile(means, TAIL), quantile(means, 1 - TAIL)),
                (double) notBetter / RESAMPLES);
    }

    private static double quantile(double[] sorted, double probability) {
        return sorted[(int) Math.round(probability * (sorted.length - 1))];
    }
}
