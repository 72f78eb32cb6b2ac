package org.colloquy.random;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers without a generator: each is a pure function of a 64-bit key and a counter, so
 * that no draw depends on the draws before it, on threads or on restarts.
 *
 * <p>A key is folded from the run's seed, a purpose and the ids of the thing at hand; the mixing
 * function is the finalizer of SplitMix64 (Steele, Lea, Flood 2014), variant 13 of Stafford.
 */
public final class CounterRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private CounterRandom() {}

    /** The key of one stream: equal arguments give equal keys, others almost surely differ. */
    public static long key(long seed, String purpose, long... ids) {
        long state = mix(seed + GOLDEN_GAMMA);
        for (byte octet : purpose.getBytes(StandardCharsets.UTF_8)) {
            state = fold(state, octet);
        }
        for (long id : ids) {
            state = fold(state, id);
        }
        return state;
    }

    /** 64 uniform bits. */
    public static long bits(long key, long counter) {
        return mix(key + GOLDEN_GAMMA * (counter + 1));
    }

    /** Uniform in [0, 1) with 53 bits. */
    public static double uniform(long key, long counter) {
        return (bits(key, counter) >>> 11) * 0x1p-53;
    }

    /**
     * Uniform in [0, bound), by the high half of a 64 x 64 bit product; the bias is below 2^-32.
     */
    public static int below(long key, long counter, int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, not " + bound);
        }
        return (int) Math.unsignedMultiplyHigh(bits(key, counter), bound);
    }

    /**
     * Standard normal, by Box and Muller's cosine branch with StrictMath, so the bits are fixed.
     */
    public static double gaussian(long key, long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(key, 2 * counter)));
        return radius * StrictMath.cos(2 * StrictMath.PI * uniform(key, 2 * counter + 1));
    }

    private static long fold(long state, long value) {
        return mix(state * 31 + value + GOLDEN_GAMMA);
    }

    private static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
