package org.colloquy.actors.remote;

import org.colloquy.scenario.OpenAiChoice.Pace;

/**
 * When the next request may start: by requests and by tokens per minute, evenly spread, and not
 * before the endpoint wants to hear of us again. Thread-safe.
 *
 * <p>A request reserves what it may cost in tokens; what it did not use is given back.
 */
final class Pacing {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final double nanosPerRequest;
    private final double nanosPerToken;
    private long requestFree;
    private long tokensFree;
    private long quietUntil;

    /** By a clock of nanoseconds that shows {@code now}. */
    Pacing(Pace pace, long now) {
        nanosPerRequest = perMinute(pace.requestsPerMinute());
        nanosPerToken = perMinute(pace.tokensPerMinute());
        requestFree = now;
        tokensFree = now;
        quietUntil = now;
    }

    private static double perMinute(int count) {
        return count == 0 ? 0 : NANOS_PER_MINUTE / count;
    }

    /** Takes a place; the nanoseconds to wait before the request is sent. */
    synchronized long reserve(long now, long tokens) {
        long start = now;
        start = later(start, requestFree);
        start = later(start, tokensFree);
        start = later(start, quietUntil);
        requestFree = start + (long) nanosPerRequest;
        tokensFree = later(tokensFree, start) + (long) (nanosPerToken * tokens);
        return start - now;
    }

    /** Corrects a reservation by what was used. */
    synchronized void settle(long reserved, long used) {
        tokensFree += (long) (nanosPerToken * (used - reserved));
    }

    /** Nothing is sent for so long. */
    synchronized void quiet(long now, long nanos) {
        quietUntil = later(quietUntil, now + nanos);
    }

    private static long later(long one, long other) {
        return other - one > 0 ? other : one;
    }
}
