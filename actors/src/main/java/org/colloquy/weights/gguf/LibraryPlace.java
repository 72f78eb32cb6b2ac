package org.colloquy.weights.gguf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of this process alone, from which llama.cpp's native library is loaded. */
final class LibraryPlace {

    private static final String PLACE = "de.kherud.llama.tmpdir";

    private LibraryPlace() {}

    /** The library's own default is one name for all processes, which may be half written. */
    static void set() {
        if (System.getProperty(PLACE) == null) {
            try {
                Path folder = Files.createTempDirectory("colloquy-llama");
                folder.toFile().deleteOnExit();
                System.setProperty(PLACE, folder.toString());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }
}
