package org.colloquy.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/**
 * The machine's own OpenBLAS, where it has one, to stand beside our matrix product. Called through
 * Java's foreign functions, so that nobody downloads it for our sake.
 */
final class OpenBlas {

    static final String HOW_TO_GET =
            "no OpenBLAS found; install it for the comparison, for example with"
                    + " 'apt install libopenblas0' or 'brew install openblas'";

    private static final List<String> NAMES =
            List.of(
                    "libopenblas.so.0",
                    "libopenblas.so",
                    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
                    "/usr/local/opt/openblas/lib/libopenblas.dylib",
                    "libopenblas.dll");

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;

    private final MethodHandle sgemm;

    private OpenBlas(MethodHandle sgemm) {
        this.sgemm = sgemm;
    }

    /** The library on one thread, or empty where there is none. */
    static Optional<OpenBlas> find() {
        for (String name : NAMES) {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(name, Arena.global());
                return Optional.of(new OpenBlas(sgemm(library)));
            } catch (IllegalArgumentException absent) {
                continue;
            }
        }
        return Optional.empty();
    }

    private static MethodHandle sgemm(SymbolLookup library) {
        Linker linker = Linker.nativeLinker();
        MethodHandle threads =
                linker.downcallHandle(
                        library.findOrThrow("openblas_set_num_threads"),
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
        try {
            threads.invokeExact(1);
        } catch (Throwable failure) {
            throw new IllegalStateException("OpenBLAS does not take a thread count", failure);
        }
        return linker.downcallHandle(
                library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_FLOAT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_FLOAT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT));
    }

    /** c (M, N) = a (M, K) times b (K, N), in native memory. */
    void multiply(MemorySegment c, MemorySegment a, MemorySegment b, int m, int k, int n) {
        try {
            sgemm.invokeExact(
                    ROW_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, m, n, k, 1f, a, k, b, n, 0f, c, n);
        } catch (Throwable failure) {
            throw new IllegalStateException("OpenBLAS failed", failure);
        }
    }
}
