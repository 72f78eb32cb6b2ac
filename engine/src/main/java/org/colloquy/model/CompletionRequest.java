package org.colloquy.model;

/**
 * One text to be continued.
 *
 * @param key of every random number of this completion: equal requests get equal completions
 */
public record CompletionRequest(long key, String prompt, Sampling sampling, Occasion occasion) {}
