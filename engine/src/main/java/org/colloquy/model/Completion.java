package org.colloquy.model;

/**
 * A continued text.
 *
 * @param tokenIds sampled tokens with the end-of-turn token where there was one; the caller must
 *     not change the array
 * @param logProbs of each token when sampled, at the request's temperature, before truncation;
 *     empty where the model does not tell; the caller must not change the array
 * @param promptTokens number of tokens of the prompt
 */
@SuppressWarnings("ArrayRecordComponent") // large numbers of these pass between threads, uncopied
public record Completion(
        String text, int[] tokenIds, float[] logProbs, int promptTokens, Finish finish)
        implements Outcome {}
