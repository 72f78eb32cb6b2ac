package org.colloquy.grpo;

/** What an importance ratio is the ratio of. */
public enum RatioLevel {
    /** The probabilities of one token. */
    TOKEN,
    /** The geometric mean over the tokens of a sequence (GSPO). */
    SEQUENCE
}
