package org.colloquy.actors.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the endpoints of one run may take, from now on.
 *
 * @param tokens of prompts and answers
 * @param cost in the currency of the prices
 * @param time of the run
 */
public record Budget(OptionalLong tokens, OptionalDouble cost, Optional<Duration> time) {

    public static final Budget NONE =
            new Budget(OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());

    /** What is used up; empty while nothing is. */
    Optional<String> spent(long usedTokens, double usedCost, Duration usedTime) {
        if (tokens.isPresent() && usedTokens >= tokens.getAsLong()) {
            return Optional.of(usedTokens + " of " + tokens.getAsLong() + " tokens");
        }
        if (cost.isPresent() && usedCost >= cost.getAsDouble()) {
            return Optional.of("%.4f of %.4f in cost".formatted(usedCost, cost.getAsDouble()));
        }
        if (time.isPresent() && usedTime.compareTo(time.get()) >= 0) {
            return Optional.of("%d s".formatted(time.get().toSeconds()));
        }
        return Optional.empty();
    }
}
