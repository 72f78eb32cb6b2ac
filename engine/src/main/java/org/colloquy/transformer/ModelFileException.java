package org.colloquy.transformer;

import java.io.IOException;

/** A model's file cannot be used as it is; the message names file, place and reason. */
public final class ModelFileException extends IOException {

    private static final long serialVersionUID = 1;

    public ModelFileException(String file, String reason) {
        super(file + ": " + reason);
    }

    public ModelFileException(String file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
