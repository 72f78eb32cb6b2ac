package org.colloquy.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code libcuda.so.1} for tests: the .cu files compiled by g++ over the emulator in {@code
 * src/test/emulator}. Once {@link #start} has loaded it into this JVM, JCuda and all our code over
 * it use it as they would NVIDIA's.
 *
 * <p>It is built once for each state of its sources, in about ten seconds, into {@code
 * target/emulator}.
 */
public final class Emulator {

    private static final Path MODULE = module();
    static final Path KERNELS = MODULE.resolve("src/main/cuda");
    private static final Path SOURCES = MODULE.resolve("src/test/emulator");
    private static final String LIBRARY = "libcuda.so.1";
    private static final Pattern KERNEL =
            Pattern.compile(
                    "^KERNEL (?:__launch_bounds__\\([\\d, ]+\\) )?(\\w+)\\(", Pattern.MULTILINE);
    private static final int LONGEST_BUILD_SECONDS = 300;

    private static final List<String> FLAGS =
            List.of("-std=c++20", "-O2", "-fPIC", "-Wall", "-Wextra", "-Werror");

    /** What makes the compiler call the emulator at every load and store of a kernel. */
    private static final List<String> KERNEL_FLAGS =
            List.of(
                    "-ffp-contract=off",
                    "-Wno-unknown-pragmas",
                    "-fsanitize=thread",
                    "--param",
                    "tsan-instrument-func-entry-exit=0");

    private Emulator() {}

    /** The library as this JVM has loaded it. */
    private static final class Loaded {

        private static final MethodHandle SET = load(library());

        private static MethodHandle load(Path library) {
            System.load(library.toString());
            return Linker.nativeLinker()
                    .downcallHandle(
                            SymbolLookup.libraryLookup(library, Arena.global())
                                    .findOrThrow("emulatorSet"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG));
        }
    }

    private static Path module() {
        String name = "cuda-kernels";
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(name))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above this one has " + name);
            }
        }
        return folder.resolve(name);
    }

    /** Loads the emulator into this JVM, once, and puts its knobs back. */
    public static void start() {
        library(); // what is wrong with its build shows here, and not as a class that is not there
        set("orderSeed", 0);
        set("races", 0);
    }

    /**
     * Turns a knob of the emulator, as driver.cpp names them: {@code orderSeed} (0 for ascending
     * threads), {@code races} (1 to look for them), {@code driverVersion} and so on.
     */
    public static void set(String knob, long value) {
        try (Arena arena = Arena.ofConfined()) {
            int known = (int) Loaded.SET.invokeExact(arena.allocateFrom(knob), value);
            if (known == 0) {
                throw new IllegalArgumentException("the emulator has no knob " + knob);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The .cu files of a folder in order of their names. */
    static List<Path> kernels(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".cu")).sorted().toList();
        }
    }

    /** Names of the kernels that a .cu file defines. */
    static List<String> names(Path cu) throws IOException {
        return KERNEL.matcher(Files.readString(cu)).results().map(found -> found.group(1)).toList();
    }

    /** The library, built if need be; another process has it as its driver by LD_LIBRARY_PATH. */
    public static Path library() {
        try {
            String unit = unit(KERNELS);
            Path folder = MODULE.resolve("target/emulator").resolve(digest(KERNELS, unit));
            Path library = folder.resolve(LIBRARY);
            if (!Files.exists(library)) {
                Files.createDirectories(folder);
                compile(KERNELS, unit, folder, library);
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A cuBLAS for tests, built if need be. */
    static Path cublas() {
        try {
            Path library = library().resolveSibling("libcublas.so.12");
            if (!Files.exists(library)) {
                Path made = library.resolveSibling(ProcessHandle.current().pid() + "-cublas");
                List<String> command = compiler();
                command.addAll(List.of("-shared", "-Wl,-soname,libcublas.so.12"));
                command.addAll(List.of(SOURCES.resolve("cublas.cc").toString(), "-o"));
                command.add(made.toString());
                run(command);
                Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            }
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file that takes in all kernels and tells the emulator of each. */
    private static String unit(Path kernels) throws IOException {
        StringBuilder text = new StringBuilder("#include \"emulator.h\"\n");
        StringBuilder list = new StringBuilder();
        List<Path> all = new ArrayList<>(kernels(kernels));
        all.add(SOURCES.resolve("faults.cu"));
        for (Path cu : all) {
            text.append("#include \"").append(cu.getFileName()).append("\"\n");
            names(cu).forEach(name -> list.append("EMULATED(").append(name).append(")\n"));
        }
        return text.append(list).toString();
    }

    private static void compile(Path kernels, String unit, Path folder, Path library)
            throws IOException {
        String own = ProcessHandle.current().pid() + "-";
        Path source = folder.resolve(own + "kernels.cpp");
        Path object = folder.resolve(own + "kernels.o");
        Path linked = folder.resolve(own + LIBRARY);
        Files.writeString(source, unit);
        List<String> first = compiler();
        first.addAll(KERNEL_FLAGS);
        first.addAll(List.of("-I" + kernels, "-I" + SOURCES));
        first.addAll(List.of("-c", source.toString(), "-o", object.toString()));
        run(first);
        List<String> second = compiler();
        second.add("-shared");
        for (String part : List.of("fibres.cpp", "memory.cpp", "driver.cpp", "streams.cpp")) {
            second.add(SOURCES.resolve(part).toString());
        }
        second.addAll(List.of(object.toString(), "-Wl,-soname," + LIBRARY));
        second.addAll(List.of("-Wl,-z,defs", "-o", linked.toString()));
        run(second);
        Files.move(linked, library, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(source);
        Files.delete(object);
    }

    private static List<String> compiler() throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-fvisibility=hidden"));
        command.addAll(FLAGS);
        Path processor = Path.of("/proc/cpuinfo");
        if (Files.isReadable(processor) && Files.readString(processor).contains(" fma ")) {
            command.add("-mfma");
        }
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(
                    "the tests of the CUDA kernels run them on the processor, compiled by g++, which"
                            + " is not here: install it (on Debian: apt-get install g++)",
                    e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LONGEST_BUILD_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("g++ did not end: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + "\n" + output);
        }
    }

    private static String digest(Path kernels, String unit) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(unit.getBytes(StandardCharsets.UTF_8));
            sha.update(String.join(" ", compiler()).getBytes(StandardCharsets.UTF_8));
            sha.update(String.join(" ", KERNEL_FLAGS).getBytes(StandardCharsets.UTF_8));
            for (Path folder : List.of(kernels, SOURCES)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.sorted().toList()) {
                        sha.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(sha.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
