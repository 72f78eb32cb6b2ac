package org.colloquy.bench;

import java.util.Arrays;

/** Times one piece of work: warm-up first, then the median of several repeats. */
public final class Timing {

    private Timing() {}

    /**
     * The median time of one call.
     *
     * @param warmUpNanos how long to run before anything counts
     * @param repeats measured samples, each of as many calls as fill {@code sampleNanos}
     */
    public static double medianNanos(
            Runnable work, long warmUpNanos, int repeats, long sampleNanos) {
        long calls = 0;
        long start = System.nanoTime();
        do {
            work.run();
            calls++;
        } while (System.nanoTime() - start < warmUpNanos);
        double nanosPerCall = (double) (System.nanoTime() - start) / calls;
        long callsPerSample = Math.max(1, Math.round(sampleNanos / nanosPerCall));
        double[] samples = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long begin = System.nanoTime();
            for (long call = 0; call < callsPerSample; call++) {
                work.run();
            }
            samples[i] = (double) (System.nanoTime() - begin) / callsPerSample;
        }
        Arrays.sort(samples);
        return samples[repeats / 2];
    }
}
