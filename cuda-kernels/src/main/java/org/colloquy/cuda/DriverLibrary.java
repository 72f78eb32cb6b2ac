package org.colloquy.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jcuda.driver.JCudaDriver;

/**
 * Loads JCuda's native part, once, after a look for NVIDIA's driver.
 *
 * <p>JCuda unpacks its library into the folder that {@code java.io.tmpdir} names, under one fixed
 * name, which two JVMs that start at once would write over each other. So while its class is
 * initialized the property names a new folder, which is removed again: what is loaded stays loaded.
 */
final class DriverLibrary {

    private static final String TEMPORARY = "java.io.tmpdir";

    private DriverLibrary() {}

    /** File name of NVIDIA's driver on this system. */
    static String fileName() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "nvcuda.dll"
                : "libcuda.so.1";
    }

    static boolean isPresent() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(fileName(), arena);
            return true;
        } catch (IllegalArgumentException notFound) {
            return false;
        }
    }

    /**
     * Makes JCuda ready for calls.
     *
     * @throws CudaException if its native part cannot be loaded
     */
    static synchronized void load() {
        String usual = System.getProperty(TEMPORARY, "");
        try {
            Path own = Files.createTempDirectory("colloquy-jcuda");
            System.setProperty(TEMPORARY, own.toString());
            try {
                JCudaDriver.setExceptionsEnabled(false);
            } finally {
                System.setProperty(TEMPORARY, usual);
                remove(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("JCuda's library cannot be unpacked in " + usual, e);
        } catch (LinkageError e) {
            throw new CudaException("JCuda's native part does not load: " + firstLine(e));
        }
    }

    private static String firstLine(LinkageError error) {
        return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
