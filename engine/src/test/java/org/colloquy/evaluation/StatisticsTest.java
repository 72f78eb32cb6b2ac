package org.colloquy.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

/** Against published tables, closed forms and brute force. */
final class StatisticsTest {

    @Test
    void wilsonGivesThePublishedExamples() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3 (score).
        assertInterval(0.2553, 0.3662, new Proportion(81, 263).wilson(), 5e-5);
        assertInterval(0.0624, 0.1605, new Proportion(15, 148).wilson(), 5e-5);
        assertInterval(0, 0.1611, new Proportion(0, 20).wilson(), 5e-5);
        assertInterval(0.0061, 0.1718, new Proportion(1, 29).wilson(), 5e-5);
    }

    @Test
    void wilsonHoldsItsShareAndStaysWithinBounds() {
        for (int asked = 0; asked < 60; asked++) {
            for (int right = 0; right <= asked; right++) {
                Proportion proportion = new Proportion(right, asked);
                Interval interval = proportion.wilson();
                assertTrue(interval.low() >= 0 && interval.high() <= 1, proportion.toString());
                assertTrue(
                        interval.low() <= proportion.share()
                                && proportion.share() <= interval.high(),
                        proportion.toString());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));
    }

    @Test
    void passAtKIsTheShareOfSubsetsWithARightAnswer() {
        for (int n = 1; n <= 9; n++) {
            for (int c = 0; c <= n; c++) {
                for (int k = 1; k <= n; k++) {
                    assertEquals(
                            shareOfSubsets(n, c, k), PassAtK.estimate(n, c, k), 1e-12, "n c k");
                }
            }
        }
        assertEquals(0.05, PassAtK.estimate(200, 10, 1), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> PassAtK.estimate(4, 1, 5));
    }

    /** Over all subsets of k of n answers, the first c of which are right. */
    private static double shareOfSubsets(int n, int c, int k) {
        int all = 0;
        int solved = 0;
        for (int subset = 0; subset < 1 << n; subset++) {
            if (Integer.bitCount(subset) == k) {
                all++;
                solved += (subset & (1 << c) - 1) != 0 ? 1 : 0;
            }
        }
        return (double) solved / all;
    }

    @Test
    void theMajorityIsTheMostFrequentAndOfEqualsTheFirst() {
        Optional<String> none = Optional.empty();
        Optional<String> a = Optional.of("1");
        Optional<String> b = Optional.of("2");
        assertEquals(b, Majority.of(List.of(a, b, none, b)));
        assertEquals(a, Majority.of(List.of(none, none, none, a)));
        assertEquals(b, Majority.of(List.of(b, a, a, b)));
        assertEquals(none, Majority.of(List.of(none, none)));
    }

    @Test
    void studentsQuantilesAreThoseOfTheTables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
        double[][] table = {
            {1, 12.706}, {2, 4.303}, {4, 2.776}, {9, 2.262}, {29, 2.045}, {100, 1.984}
        };
        for (double[] row : table) {
            assertEquals(row[1], StudentT.quantile(0.975, (int) row[0]), 5e-4);
            assertEquals(-row[1], StudentT.quantile(0.025, (int) row[0]), 5e-4);
        }
        assertEquals(0.75, StudentT.cumulative(1, 1), 1e-12); // 1/2 + arctan(1) / pi
        assertEquals(0.5 + 1 / Math.sqrt(12), StudentT.cumulative(1, 2), 1e-12);
    }

    @Test
    void aMeanHasStudentsInterval() {
        MeanEstimate estimate = MeanEstimate.of(List.of(2.0, 4.0, 9.0));
        assertEquals(5, estimate.mean(), 1e-12);
        assertEquals(Math.sqrt(13), estimate.deviation(), 1e-12);
        double half = 4.302652729911275 * Math.sqrt(13) / Math.sqrt(3);
        assertEquals(half, estimate.halfWidth().orElseThrow(), 1e-9);
        assertTrue(MeanEstimate.of(List.of(1.0)).interval().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> MeanEstimate.of(List.of()));
    }

    @Test
    void pairedDifferencesLeaveOutWhatPairsShare() {
        List<Double> values = List.of(1.1, 5.1, 9.1);
        List<Double> others = List.of(1.0, 5.0, 9.0);
        MeanEstimate difference = MeanEstimate.ofDifferences(values, others);
        assertEquals(0.1, difference.mean(), 1e-12);
        assertTrue(difference.interval().orElseThrow().isAbove(0));
        assertFalse(
                MeanEstimate.of(values).interval().orElseThrow().isAbove(0), "unpaired it is wide");
        assertThrows(
                IllegalArgumentException.class,
                () -> MeanEstimate.ofDifferences(values, List.of(1.0)));
    }

    @Test
    void theBootstrapFindsTheAnalyticInterval() {
        int n = 400;
        List<Boolean> first = new ArrayList<>();
        List<Boolean> second = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            first.add(CounterRandom.uniform(1, i) < 0.5);
            second.add(first.get(i) ? CounterRandom.uniform(2, i) < 0.95 : i % 4 == 0);
        }
        PairedBootstrap found = PairedBootstrap.of(first, second, 7);
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double gain = (second.get(i) ? 1 : 0) - (first.get(i) ? 1 : 0);
            mean += gain / n;
            squares += gain * gain / n;
        }
        double half = 1.96 * Math.sqrt((squares - mean * mean) / n);
        assertEquals(mean, found.difference(), 1e-12);
        assertEquals(mean - half, found.interval().low(), 0.006);
        assertEquals(mean + half, found.interval().high(), 0.006);
        assertTrue(found.notBetter() < 0.001);
        assertEquals(found, PairedBootstrap.of(first, second, 7), "the same seed");
    }

    @Test
    void systemsThatAnswerAlikeDoNotDiffer() {
        List<Boolean> results = List.of(true, false, true);
        PairedBootstrap same = PairedBootstrap.of(results, results, 1);
        assertEquals(new PairedBootstrap(0, new Interval(0, 0), 1), same);
        assertThrows(
                IllegalArgumentException.class,
                () -> PairedBootstrap.of(results, List.of(true), 1));
    }

    private static void assertInterval(double low, double high, Interval found, double tolerance) {
        assertEquals(low, found.low(), tolerance);
        assertEquals(high, found.high(), tolerance);
    }
}
