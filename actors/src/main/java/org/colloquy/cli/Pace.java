package org.colloquy.cli;

import java.util.concurrent.locks.LockSupport;

/** Lets turns go by at a reader's speed. */
final class Pace {

    private final long nanosPerTurn;
    private long nextNanos = System.nanoTime();

    /**
     * @param turnsPerSecond 0 for as fast as can be
     */
    Pace(double turnsPerSecond) {
        this.nanosPerTurn = turnsPerSecond == 0 ? 0 : (long) (1e9 / turnsPerSecond);
    }

    /** Waits until the next turn may be shown. */
    void await() {
        if (nanosPerTurn == 0) {
            return;
        }
        long now = System.nanoTime();
        while (nextNanos - now > 0) {
            LockSupport.parkNanos(nextNanos - now);
            now = System.nanoTime();
        }
        nextNanos = now + nanosPerTurn;
    }
}
