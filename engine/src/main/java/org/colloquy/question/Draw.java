package org.colloquy.question;

/** Which share of a source's questions: no question of one draw is ever in another. */
public enum Draw {
    TRAIN,
    VALIDATION,
    TEST
}
