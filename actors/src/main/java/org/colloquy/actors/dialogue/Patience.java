package org.colloquy.actors.dialogue;

import java.time.Duration;

/**
 * How long and how often an answer is waited for.
 *
 * @param timeout longest wait for one try
 * @param attempts tries, from 1
 */
public record Patience(Duration timeout, int attempts) {

    public Patience {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a timeout of " + timeout);
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
    }

    /** Whether a try that began then, by {@link System#nanoTime}, has been waited for enough. */
    public boolean over(long beganNanos, long nowNanos) {
        return nowNanos - beganNanos >= timeout.toNanos();
    }

    /**
     * The recorded reason; it tells the limit, not the time that passed, which is not repeatable.
     */
    public String reason() {
        return "no answer within " + timeout.toMillis() + " ms";
    }
}
