package org.colloquy.web.serve;

import java.time.Duration;

/**
 * Bounds of an endpoint.
 *
 * @param batch the most requests that one model decodes at once
 * @param underWay the most requests in all, waiting ones included; more are refused with 429
 * @param longest time of one request
 */
public record ServeLimits(int batch, int underWay, Duration longest) {

    public ServeLimits {
        if (batch < 1 || underWay < 1 || longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException(
                    "bounds must be positive: %d, %d, %s".formatted(batch, underWay, longest));
        }
    }
}
