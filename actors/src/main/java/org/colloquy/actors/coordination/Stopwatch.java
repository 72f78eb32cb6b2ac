package org.colloquy.actors.coordination;

import org.colloquy.log.Timings.Timing;

/** Times a part of an iteration, for beside the log; runs from when it is made. */
final class Stopwatch {

    private final String what;
    private final int iteration;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    Stopwatch(String what, int iteration) {
        this.what = what;
        this.iteration = iteration;
    }

    /** The time until now. */
    Timing read() {
        long micros = (System.nanoTime() - startNanos) / 1000;
        return new Timing(what, Integer.toString(iteration), "", startMillis, micros, 0);
    }
}
