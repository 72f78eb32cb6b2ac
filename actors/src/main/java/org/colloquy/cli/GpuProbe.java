package org.colloquy.cli;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;

/** Asks NVIDIA's driver, where there is one, which GPU this machine has. */
final class GpuProbe {

    private static final int LONGEST_NAME = 256;
    private static final int SUCCESS = 0;

    private GpuProbe() {}

    /**
     * What was found.
     *
     * @param name of the first device; empty where there is none
     * @param reason why it is not used
     */
    record Finding(String name, String reason) {}

    static Finding look() {
        try (Arena arena = Arena.ofConfined()) {
            return ask(SymbolLookup.libraryLookup(library(), arena), arena);
        } catch (IllegalArgumentException noLibrary) {
            return new Finding("", "no NVIDIA driver (" + library() + ") on this machine");
        } catch (Throwable broken) {
            return new Finding("", "the NVIDIA driver does not answer: " + broken.getMessage());
        }
    }

    private static String library() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                ? "nvcuda.dll"
                : "libcuda.so.1";
    }

    private static Finding ask(SymbolLookup driver, Arena arena) throws Throwable {
        int started = call(driver, "cuInit", 0);
        if (started != SUCCESS) {
            return new Finding(
                    "", "the NVIDIA driver refused to start (CUDA error " + started + ")");
        }
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        call(driver, "cuDeviceGetCount", count);
        if (count.get(ValueLayout.JAVA_INT, 0) == 0) {
            return new Finding("", "the NVIDIA driver sees no device");
        }
        MemorySegment name = arena.allocate(LONGEST_NAME);
        call(driver, "cuDeviceGetName", name, LONGEST_NAME, 0);
        return new Finding(name.getString(0), "this version computes on the CPU only");
    }

    /** Calls a function of the driver whose arguments are ints and pointers; its error code. */
    private static int call(SymbolLookup driver, String function, Object... arguments)
            throws Throwable {
        FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT);
        for (Object argument : arguments) {
            shape =
                    shape.appendArgumentLayouts(
                            argument instanceof Integer
                                    ? ValueLayout.JAVA_INT
                                    : ValueLayout.ADDRESS);
        }
        return (int)
                Linker.nativeLinker()
                        .downcallHandle(driver.findOrThrow(function), shape)
                        .invokeWithArguments(List.of(arguments));
    }
}
