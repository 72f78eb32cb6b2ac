package org.colloquy.actors.cluster.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The coordination of a cluster under thousands of seeds of loss, delay, doubling, reordering,
 * damage, death, partition and a coordinator that wakes up late. A failure names its seed; {@code
 * -Dcolloquy.simulation.seed=N} runs that one alone.
 */
final class ClusterSimulationTest {

    private static final int SEEDS = 2_000;

    @Test
    void everySeedRecordsEachJobOnceInOrderAndByItsWeights() {
        Long only = Long.getLong("colloquy.simulation.seed");
        LongStream seeds = only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
        long events = seeds.map(seed -> run(seed, Broken.NOTHING)).sum();
        assertTrue(events > 0, "nothing happened");
    }

    /** A simulation that cannot fail proves nothing. */
    @ParameterizedTest
    @EnumSource(value = Broken.class, mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void aBrokenRuleIsFoundAndItsSeedFindsItAgain(Broken rule) {
        OptionalLong seed =
                LongStream.range(0, SEEDS)
                        .filter(each -> !violation(each, rule).isEmpty())
                        .findFirst();
        assertTrue(seed.isPresent(), "no seed finds " + rule);
        String found = violation(seed.getAsLong(), rule);
        assertEquals(found, violation(seed.getAsLong(), rule), "another run of the same seed");
        AssertionError told = assertThrows(AssertionError.class, () -> run(seed.getAsLong(), rule));
        assertTrue(told.getMessage().contains("seed " + seed.getAsLong()), () -> told.getMessage());
    }

    private static long run(long seed, Broken broken) {
        try {
            return new World(seed, broken).run();
        } catch (RuntimeException violation) {
            throw new AssertionError("seed " + seed + ": " + violation.getMessage(), violation);
        }
    }

    /** What goes wrong; empty if nothing does. */
    private static String violation(long seed, Broken broken) {
        try {
            new World(seed, broken).run();
            return "";
        } catch (RuntimeException violation) {
            return violation.toString();
        }
    }
}
