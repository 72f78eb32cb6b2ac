package org.colloquy.transformer;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the tokenizer of a Hugging Face folder; found by {@link java.util.ServiceLoader}. */
public interface TokenizerFormat {

    /** The file whose presence says that a folder is of this format. */
    String file();

    /**
     * Reads a folder that has the file.
     *
     * @throws ModelFileException naming the file and what is wrong with it
     */
    Tokenizer read(Path folder) throws IOException;
}
