package org.colloquy.transformer;

import org.colloquy.tensor.TokenDraw;

/**
 * How a request's tokens are drawn from logits; {@link TokenDraw} is one draw. Its uniform number
 * is a pure function of request and token index, so the batch around a request cannot change its
 * tokens.
 *
 * @param temperature divides the logits; 0 is greedy
 * @param topK keeps the k likeliest; 0 is off
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 is off
 * @param minP keeps tokens of at least this share of the likeliest one's probability; 0 is off
 */
public record Sampler(double temperature, int topK, double topP, double minP) {

    /**
     * The factor on the logits under which log-probabilities are recorded and trained; 1 for
     * greedy.
     */
    public float inverseTemperature() {
        return with(0).inverseTemperature();
    }

    /** The draw of token number {@code counter} of a request with this key. */
    public TokenDraw with(long key, long counter) {
        return TokenDraw.of(temperature, topK, topP, minP, key, counter);
    }

    private TokenDraw with(double uniform) {
        return TokenDraw.of(temperature, topK, topP, minP, uniform);
    }

    /**
     * @param logits (rows, V)
     * @param row which of them
     * @param uniform in [0, 1)
     * @throws ArithmeticException if a logit is not a number or none is finite
     */
    public int draw(float[] logits, int row, int vocabulary, double uniform) {
        int token = with(uniform).draw(logits, row * vocabulary, vocabulary);
        if (token == TokenDraw.DAMAGED) {
            throw new ArithmeticException(
                    damage(TokenDraw.highest(logits, row * vocabulary, vocabulary)));
        }
        return token;
    }

    /** What is wrong with a row of logits, in a sentence; {@code found} is what its draw found. */
    public static String damage(float found) {
        return Float.isNaN(found)
                ? "a logit is not a number; the weights are damaged"
                : "the highest logit is %s; the weights are damaged".formatted(found);
    }
}
