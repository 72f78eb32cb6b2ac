package org.colloquy.model;

/** Why a completion ended. */
public enum Finish {
    /** The model said its end-of-turn token, or a stop text. */
    STOP,
    /** The token limit. */
    LENGTH
}
