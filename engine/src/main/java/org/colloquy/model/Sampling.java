package org.colloquy.model;

import java.util.List;

/**
 * How tokens are drawn.
 *
 * @param temperature divides the logits; 0 is greedy
 * @param topK keep the k likeliest tokens; 0 is off
 * @param topP keep the smallest set of likeliest tokens whose mass reaches p; 1 is off
 * @param minP keep tokens at least this share of the likeliest one's probability; 0 is off
 * @param maxTokens longest completion
 * @param stop texts that end a completion and are not part of it
 */
public record Sampling(
        double temperature, int topK, double topP, double minP, int maxTokens, List<String> stop) {

    public Sampling {
        stop = List.copyOf(stop);
        require(temperature >= 0 && temperature <= 100, "temperature", temperature, "0 to 100");
        require(topK >= 0, "top-k", topK, "0 or more");
        require(topP > 0 && topP <= 1, "top-p", topP, "above 0, at most 1");
        require(minP >= 0 && minP < 1, "min-p", minP, "from 0, below 1");
        require(maxTokens >= 1, "max-tokens", maxTokens, "1 or more");
    }

    /** The likeliest token each time. */
    public static Sampling greedy(int maxTokens) {
        return new Sampling(0, 0, 1, 0, maxTokens, List.of());
    }

    private static void require(boolean held, String name, double value, String range) {
        if (!held) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + range);
        }
    }
}
