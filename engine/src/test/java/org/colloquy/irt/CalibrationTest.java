package org.colloquy.irt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.colloquy.irt.Calibration.Item;
import org.colloquy.irt.Calibration.Subject;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was simulated is found again, within its own intervals. */
final class CalibrationTest {

    private static final double Z = 1.96;

    /** Simulated answers and what they were simulated by. */
    private static final class World {
        private final double[] ability;
        private final double[] difficulty;
        private final double[] slope;
        private final ResponseTable table;

        World(int models, int questions, boolean slopes, double missing, long seed) {
            ability = new double[models];
            difficulty = new double[questions];
            slope = new double[questions];
            long key = CounterRandom.key(seed, "world");
            for (int m = 0; m < models; m++) {
                ability[m] = CounterRandom.gaussian(key, 2L * m);
            }
            for (int q = 0; q < questions; q++) {
                difficulty[q] = CounterRandom.gaussian(key, 2L * (models + q));
                double log =
                        slopes
                                ? 0.3 * CounterRandom.gaussian(key, 2L * (models + questions + q))
                                : 0;
                slope[q] = StrictMath.exp(log);
            }
            long draws = CounterRandom.key(seed, "answers");
            ResponseTable.Builder builder = new ResponseTable.Builder();
            for (int m = 0; m < models; m++) {
                for (int q = 0; q < questions; q++) {
                    long counter = 2L * ((long) m * questions + q);
                    double p =
                            1
                                    / (1
                                            + StrictMath.exp(
                                                    -1.7
                                                            * slope[q]
                                                            * (ability[m] - difficulty[q])));
                    if (CounterRandom.uniform(draws, counter + 1) >= missing) {
                        builder.add("m" + m, "q" + q, CounterRandom.uniform(draws, counter) < p);
                    }
                }
            }
            table = builder.build();
        }

        static int index(String name) {
            return Integer.parseInt(name.substring(1));
        }
    }

    /** Counts how often truth lies in an interval. */
    private static final class Coverage {
        private int inside;
        private int all;

        void add(double truth, double estimate, double error) {
            inside += StrictMath.abs(truth - estimate) <= Z * error ? 1 : 0;
            all++;
        }

        /** Within 3 points of 95 %, and what chance adds to so many cases. */
        void check(String what) {
            double chance = 2.6 * StrictMath.sqrt(0.95 * 0.05 / all);
            assertEquals(0.95, (double) inside / all, 0.03 + chance, what + " of " + all);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 400, 0, 8", "300, 30, 0, 8", "30, 60, 0.3, 12", "8, 3000, 0, 12"})
    void raschIntervalsCoverTheTruth(int models, int questions, double missing, int seeds) {
        Coverage abilities = new Coverage();
        Coverage difficulties = new Coverage();
        for (int seed = 0; seed < seeds; seed++) {
            World world = new World(models, questions, false, missing, seed);
            Calibration fit = RaschFit.of(world.table);
            assertTrue(fit.converged(), "converged");
            boolean fewModels = models <= questions;
            double shift =
                    fewModels
                            ? meanTruth(world.ability) - meanAbility(fit)
                            : meanTruth(world.difficulty) - meanDifficulty(fit);
            for (Subject subject : fit.models()) {
                abilities.add(
                        world.ability[World.index(subject.name())],
                        subject.ability().value() + shift,
                        subject.ability().standardError());
            }
            for (Item item : fit.questions()) {
                difficulties.add(
                        world.difficulty[World.index(item.name())],
                        item.difficulty() + shift,
                        item.standardError());
            }
        }
        abilities.check("abilities");
        difficulties.check("difficulties");
    }

    @Test
    void twoParameterIntervalsCoverTheTruth() {
        Coverage abilities = new Coverage();
        Coverage difficulties = new Coverage();
        Coverage slopes = new Coverage();
        for (int seed = 0; seed < 4; seed++) {
            World world = new World(400, 40, true, 0, 100 + seed);
            Calibration fit = TwoParameterFit.of(world.table);
            assertTrue(fit.converged(), "converged");
            double middle = meanTruth(world.ability);
            double spread = deviation(world.ability, middle);
            for (Subject subject : fit.models()) {
                abilities.add(
                        (world.ability[World.index(subject.name())] - middle) / spread,
                        subject.ability().value(),
                        subject.ability().standardError());
            }
            for (Item item : fit.questions()) {
                int q = World.index(item.name());
                difficulties.add(
                        (world.difficulty[q] - middle) / spread,
                        item.difficulty(),
                        item.standardError());
                slopes.add(world.slope[q] * spread, item.slope(), item.slopeError());
            }
        }
        abilities.check("abilities");
        difficulties.check("difficulties");
        slopes.check("slopes");
    }

    @Test
    void fitStatisticsAreOneForTheModelsOwnDataAndMoreForNoise() {
        World world = new World(60, 200, false, 0, 5);
        ResponseTable.Builder noisy = new ResponseTable.Builder();
        for (int m = 0; m < 60; m++) {
            for (int q = 0; q < 200; q++) {
                boolean coin = CounterRandom.uniform(77, m) < 0.5;
                noisy.add("m" + m, "q" + q, q == 0 ? coin : world.table.cell(m, q) == 1);
            }
        }
        Calibration fit = RaschFit.of(noisy.build());
        double mean = fit.models().stream().mapToDouble(Subject::infit).average().orElse(0);
        assertEquals(1, mean, 0.05);
        assertTrue(
                fit.questions().getFirst().infit() > 1.25, fit.questions().getFirst().toString());
    }

    @Test
    void extremeScoresStayFinite() {
        ResponseTable.Builder builder = new ResponseTable.Builder();
        for (int m = 0; m < 4; m++) {
            for (int q = 0; q < 6; q++) {
                builder.add("m" + m, "q" + q, m == 3 || q == 0 || m > 0 && (q + m) % 2 == 0);
            }
        }
        ResponseTable table = builder.build();
        for (Calibration fit : new Calibration[] {RaschFit.of(table), TwoParameterFit.of(table)}) {
            fit.models()
                    .forEach(
                            each -> finite(each.ability().value(), each.ability().standardError()));
            fit.questions().forEach(each -> finite(each.difficulty(), each.standardError()));
            assertTrue(
                    fit.models().get(3).ability().value() > fit.models().get(1).ability().value());
        }
    }

    @Test
    void refusesTablesWithoutAnythingToCompare() {
        ResponseTable.Builder builder = new ResponseTable.Builder();
        builder.add("m", "q", true);
        assertThrows(IllegalArgumentException.class, builder::build);
        assertThrows(IllegalArgumentException.class, () -> builder.add("m", "q", false));
    }

    private static void finite(double value, double error) {
        assertTrue(Double.isFinite(value) && Double.isFinite(error), value + " " + error);
    }

    private static double meanTruth(double[] values) {
        return java.util.Arrays.stream(values).average().orElse(0);
    }

    private static double deviation(double[] values, double mean) {
        return StrictMath.sqrt(
                java.util.Arrays.stream(values)
                        .map(v -> (v - mean) * (v - mean))
                        .average()
                        .orElse(1));
    }

    private static double meanAbility(Calibration fit) {
        return fit.models().stream()
                .mapToDouble(each -> each.ability().value())
                .average()
                .orElse(0);
    }

    private static double meanDifficulty(Calibration fit) {
        return fit.questions().stream().mapToDouble(Item::difficulty).average().orElse(0);
    }
}
