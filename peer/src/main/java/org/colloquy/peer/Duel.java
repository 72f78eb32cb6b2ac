package org.colloquy.peer;

import java.util.Arrays;

/**
 * Two pieces of work by turns, so that whatever else the machine does reaches both alike: warm-up
 * of both, then rounds of one after the other.
 *
 * @param oursNanos median time of one call
 * @param theirsNanos median time of one call
 * @param ratio median over the rounds of their time over ours: above 1 we are the faster
 */
record Duel(double oursNanos, double theirsNanos, double ratio) {

    private static final int ROUNDS = 7;
    private static final long SAMPLE_NANOS = 300_000_000L;

    static Duel fight(Runnable ours, Runnable theirs, long warmUpNanos) {
        long ourCalls = warm(ours, warmUpNanos);
        long theirCalls = warm(theirs, warmUpNanos);
        double[] ourTimes = new double[ROUNDS];
        double[] theirTimes = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ourTimes[round] = nanosPerCall(ours, ourCalls);
            theirTimes[round] = nanosPerCall(theirs, theirCalls);
            ratios[round] = theirTimes[round] / ourTimes[round];
        }
        return new Duel(median(ourTimes), median(theirTimes), median(ratios));
    }

    /** Returns the calls that fill one measured sample. */
    private static long warm(Runnable work, long warmUpNanos) {
        long start = System.nanoTime();
        double lastNanos;
        do {
            lastNanos = nanosPerCall(work, 1);
        } while (System.nanoTime() - start < warmUpNanos);
        return Math.max(1, Math.round(SAMPLE_NANOS / lastNanos));
    }

    private static double nanosPerCall(Runnable work, long calls) {
        long start = System.nanoTime();
        for (long call = 0; call < calls; call++) {
            work.run();
        }
        return (double) (System.nanoTime() - start) / calls;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
