package org.colloquy.grading;

/**
 * A piece of LaTeX or plain mathematics.
 *
 * @param text the digits, the symbol's or command's name without backslash, the prose, the sign
 */
record Token(Kind kind, String text) {

    enum Kind {
        NUMBER,
        SYMBOL,
        /** A function, or a command that takes arguments. */
        COMMAND,
        /** Prose, such as a unit. */
        TEXT,
        SIGN,
        BEGIN,
        END
    }

    boolean is(Kind kind, String text) {
        return this.kind == kind && this.text.equals(text);
    }
}
