package org.colloquy.question;

/** What a grader says of an answer. */
public enum Grade {
    RIGHT,
    /** A well-formed answer that is not the right one. */
    WRONG,
    /** No answer can be read from the text. */
    MALFORMED
}
