package org.colloquy.weights.template;

/**
 * One piece of a template.
 *
 * @param text of a string without its quotes, escapes resolved
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        /** Text outside of all marks. */
        DATA,
        /** The start of {@code {% %}}. */
        BLOCK,
        /** The start of {@code {{ }}}. */
        PRINT,
        /** The end of either. */
        CLOSE,
        NAME,
        STRING,
        NUMBER,
        SIGN,
        END
    }

    boolean is(Kind wanted, String word) {
        return kind == wanted && text.equals(word);
    }
}
