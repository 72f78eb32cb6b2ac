package org.colloquy.model;

/**
 * What a completion that is still under way has so far.
 *
 * @param text may end within what will be a stop text, and within a character
 * @param tokenIds sampled so far; the caller must not change the array
 * @param logProbs of each; the caller must not change the array
 */
@SuppressWarnings("ArrayRecordComponent") // one a token, and never compared
public record Partial(String text, int[] tokenIds, float[] logProbs) {}
