package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final int DRAWS = 40_000;

    /** Probabilities 0.05, 0.4, 0.05, 0.3, 0.2, 0. */
    private static final float[] LOGITS = {
        log(0.05), log(0.4), log(0.05), log(0.3), log(0.2), Float.NEGATIVE_INFINITY
    };

    private static float log(double probability) {
        return (float) Math.log(probability);
    }

    private static int[] counts(Sampler sampler, float[] logits) {
        int[] counts = new int[logits.length];
        long key = CounterRandom.key(1, "draws");
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(logits, 0, logits.length, CounterRandom.uniform(key, i))]++;
        }
        return counts;
    }

    private static void assertDistribution(Sampler sampler, double... probabilities) {
        int[] counts = counts(sampler, LOGITS);
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = DRAWS * probabilities[i];
            if (expected == 0) {
                assertEquals(0, counts[i], "token " + i);
            } else {
                chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
            }
        }
        assertTrue(chiSquare < 20.5, "chi-square with at most 5 degrees: " + chiSquare);
    }

    @Test
    void drawsFromTheSoftmax() {
        assertDistribution(new Sampler(1, 0, 1, 0), 0.05, 0.4, 0.05, 0.3, 0.2, 0);
        double sum = 2 * 0.05 * 0.05 + 0.4 * 0.4 + 0.3 * 0.3 + 0.2 * 0.2;
        assertDistribution(
                new Sampler(0.5, 0, 1, 0),
                0.0025 / sum,
                0.16 / sum,
                0.0025 / sum,
                0.09 / sum,
                0.04 / sum,
                0);
    }

    @Test
    void topKKeepsTheLikeliest() {
        assertDistribution(new Sampler(1, 2, 1, 0), 0, 4 / 7.0, 0, 3 / 7.0, 0, 0);
        assertDistribution(new Sampler(1, 1, 1, 0), 0, 1, 0, 0, 0, 0);
        assertDistribution(
                new Sampler(1, 4, 1, 0), 0.05 / 0.95, 0.4 / 0.95, 0, 0.3 / 0.95, 0.2 / 0.95, 0);
        assertDistribution(new Sampler(1, 99, 1, 0), 0.05, 0.4, 0.05, 0.3, 0.2, 0);
    }

    @Test
    void topPKeepsTheSmallestSetThatReachesIt() {
        assertDistribution(new Sampler(1, 0, 0.35, 0), 0, 1, 0, 0, 0, 0);
        assertDistribution(new Sampler(1, 0, 0.6, 0), 0, 4 / 7.0, 0, 3 / 7.0, 0, 0);
        assertDistribution(new Sampler(1, 0, 0.8, 0), 0, 4 / 9.0, 0, 3 / 9.0, 2 / 9.0, 0);
        assertDistribution(new Sampler(1, 2, 0.5, 0), 0, 1, 0, 0, 0, 0);
        assertDistribution(new Sampler(1, 0, 1e-9, 0), 0, 1, 0, 0, 0, 0);
    }

    @Test
    void minPKeepsWhatIsNotFarBelowTheLikeliest() {
        assertDistribution(new Sampler(1, 0, 1, 0.45), 0, 4 / 9.0, 0, 3 / 9.0, 2 / 9.0, 0);
        assertDistribution(new Sampler(1, 0, 1, 0.6), 0, 4 / 7.0, 0, 3 / 7.0, 0, 0);
        assertDistribution(new Sampler(1, 0, 1, 0.99), 0, 1, 0, 0, 0, 0);
    }

    @Test
    void greedyTakesTheLowestOfEquals() {
        Sampler greedy = new Sampler(0, 0, 1, 0);
        assertEquals(1, greedy.draw(new float[] {1, 9, 5, 9}, 0, 4, 0.99));
        assertEquals(2, greedy.draw(new float[] {9, 9, 1, 3, 4, 5}, 1, 3, 0));
        assertEquals(1, greedy.inverseTemperature());
        assertEquals(2, new Sampler(0.5, 0, 1, 0).inverseTemperature());
    }

    @Test
    void everyUniformNumberGivesAPossibleToken() {
        Set<Integer> drawn = new TreeSet<>();
        Sampler sampler = new Sampler(1, 0, 1, 0);
        for (double uniform : new double[] {0, 0x1p-53, 0.3, 1 - 0x1p-53}) {
            drawn.add(sampler.draw(LOGITS, 0, LOGITS.length, uniform));
        }
        assertEquals(Set.of(0, 1, 4), drawn);
    }

    @Test
    void damagedLogitsAreRefused() {
        Sampler sampler = new Sampler(1, 0, 1, 0);
        float[][] damaged = {
            {Float.NaN, 1}, {1, Float.NaN}, {1, Float.POSITIVE_INFINITY}, {Float.NEGATIVE_INFINITY}
        };
        for (float[] logits : damaged) {
            assertThrows(
                    ArithmeticException.class, () -> sampler.draw(logits, 0, logits.length, 0.5));
        }
    }
}
