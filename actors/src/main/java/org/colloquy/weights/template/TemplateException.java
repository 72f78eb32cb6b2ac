package org.colloquy.weights.template;

/** A template that cannot be read or rendered; the message names the line and the reason. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1;

    TemplateException(int line, String reason) {
        super("line " + line + ": " + reason);
    }
}
