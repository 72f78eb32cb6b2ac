package org.colloquy.scenario;

import java.util.Optional;
import org.colloquy.scenario.Scenario.ModelChoice;

/**
 * A model behind an endpoint as OpenAI's chat completions.
 *
 * @param baseUrl such as {@code http://127.0.0.1:8000/v1}, without user, query or fragment
 * @param model the endpoint's name for it
 * @param key where the key is; empty where none is needed
 * @param asking how it is asked
 * @param pace how fast and how often
 * @param price what it costs
 */
public record OpenAiChoice(
        String baseUrl, String model, Optional<KeyPlace> key, Asking asking, Pace pace, Price price)
        implements ModelChoice {

    @Override
    public String provider() {
        return "openai";
    }

    /** Where a key is, never the key itself. */
    public sealed interface KeyPlace permits KeyVariable, KeyFile {}

    /** In an environment variable. */
    public record KeyVariable(String name) implements KeyPlace {}

    /**
     * In a file of its own.
     *
     * @param path absolute
     */
    public record KeyFile(String path) implements KeyPlace {}

    /**
     * What a request says.
     *
     * @param system message before the prompt; empty for none
     * @param stream whether the answer comes in parts
     * @param logProbs whether log-probabilities are asked for
     * @param seed whether a seed is sent
     * @param tokenLimit what the endpoint calls the most tokens of an answer
     */
    public record Asking(
            String system, boolean stream, boolean logProbs, boolean seed, TokenLimit tokenLimit) {}

    /** Names of the limit. */
    public enum TokenLimit {
        MAX_TOKENS,
        MAX_COMPLETION_TOKENS
    }

    /**
     * Bounds of the requests to one such model, of all agents that have it.
     *
     * @param concurrency requests at once
     * @param requestsPerMinute 0 for no limit
     * @param tokensPerMinute of prompts and answers; 0 for no limit
     * @param timeoutMillis of one try
     * @param retries after the first try
     */
    public record Pace(
            int concurrency,
            int requestsPerMinute,
            int tokensPerMinute,
            long timeoutMillis,
            int retries) {}

    /** What a million tokens cost, in any one currency. */
    public record Price(double input, double output) {}
}
