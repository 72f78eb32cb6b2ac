package org.colloquy.actors.remote;

import org.colloquy.scenario.OpenAiChoice.Price;

/**
 * What a model's answers took.
 *
 * @param requests that were answered
 * @param retries tries that got no answer
 * @param cached answers from disk, which cost nothing
 */
public record Usage(
        long requests, long retries, long cached, long promptTokens, long completionTokens) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    private static final double MILLION = 1e6;

    public Usage plus(Usage other) {
        return new Usage(
                requests + other.requests,
                retries + other.retries,
                cached + other.cached,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }

    public long tokens() {
        return promptTokens + completionTokens;
    }

    /** In the currency of the price. */
    public double cost(Price price) {
        return (promptTokens * price.input() + completionTokens * price.output()) / MILLION;
    }
}
