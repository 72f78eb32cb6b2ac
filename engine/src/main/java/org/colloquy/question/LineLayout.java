package org.colloquy.question;

import com.fasterxml.jackson.databind.JsonNode;

/** How the lines of a file of questions are written by their authors. */
@FunctionalInterface
public interface LineLayout {

    /** Lines as {@link FileSource} describes them. */
    LineLayout OWN = line -> line;

    /**
     * The same line as {@link FileSource} describes it.
     *
     * @param line an object
     * @throws IllegalArgumentException if it is not as its authors write it, with {@code reason;
     *     hint} as its message
     */
    JsonNode own(JsonNode line);
}
