package org.colloquy.actors.remote;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps from asking an endpoint that does not answer: after {@value #FAILURES} failures in a row
 * nothing is sent for a while, then one request tries. Thread-safe.
 */
final class CircuitBreaker {

    static final int FAILURES = 10;
    static final Duration REST = Duration.ofSeconds(20);

    private int inARow;
    private long restUntil;
    private String last = "";

    /** Why nothing may be sent now; empty if it may. */
    synchronized Optional<String> refusal(long now) {
        if (inARow < FAILURES) {
            return Optional.empty();
        }
        if (now - restUntil >= 0) {
            restUntil = now + REST.toNanos();
            return Optional.empty();
        }
        return Optional.of(
                "the endpoint failed %d times in a row and is left alone for %d s; the last time: %s"
                        .formatted(inARow, REST.toSeconds(), last));
    }

    synchronized void answered() {
        inARow = 0;
    }

    synchronized void failed(long now, String reason) {
        inARow++;
        last = reason;
        restUntil = now + REST.toNanos();
    }
}
