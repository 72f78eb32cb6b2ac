package org.colloquy.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as a real process, on the class path of the tests. */
final class Colloquy {

    /** Longest wait for any command of the tests. */
    private static final long LIMIT_SECONDS = 600;

    /** For {@code --set}: however slow the machine, no turn is given up. */
    static final String PATIENT = "interaction.limits.turn-timeout-seconds=3600";

    /** What a finished command left behind. */
    record Result(int exitCode, String out, String err) {

        /** The last line on stdout, where {@code --json} prints its object. */
        String lastLine() {
            return out.strip().lines().reduce("", (before, line) -> line);
        }
    }

    private final List<String> jvmFlags;
    private final Map<String, String> environment;

    private Colloquy(List<String> jvmFlags, Map<String, String> environment) {
        this.jvmFlags = List.copyOf(jvmFlags);
        this.environment = Map.copyOf(environment);
    }

    static Colloquy plain() {
        return new Colloquy(List.of(), Map.of());
    }

    /** The same with further JVM flags. */
    static Colloquy with(String... jvmFlags) {
        return new Colloquy(List.of(jvmFlags), Map.of());
    }

    /** The same where NVIDIA's driver is the library in this folder. */
    static Colloquy withDriverIn(Path folder, String... jvmFlags) {
        return new Colloquy(List.of(jvmFlags), Map.of("LD_LIBRARY_PATH", folder.toString()));
    }

    /** Runs a command to its end. */
    Result run(String... arguments) {
        try {
            Path out = Files.createTempFile("colloquy", ".out");
            Path err = Files.createTempFile("colloquy", ".err");
            try {
                Process process =
                        command(arguments)
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile())
                                .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            "colloquy " + String.join(" ", arguments) + " did not end in time");
                }
                return new Result(
                        process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interruption);
        }
    }

    /** Starts a command and kills it once the log has so many bytes; false if it ended before. */
    boolean kill(Path log, long octets, String... arguments) throws Exception {
        Process process = start(arguments);
        long start = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - start < LIMIT_SECONDS * 1_000_000_000L) {
            if (Files.exists(log) && Files.size(log) >= octets) {
                break;
            }
            Thread.sleep(2);
        }
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        return alive && process.exitValue() != 0;
    }

    /** Starts a command whose output nobody reads. */
    Process start(String... arguments) {
        try {
            return command(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A command that is not started yet. */
    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Xmx"))
                .forEach(command::add);
        command.addAll(jvmFlags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add("org.colloquy.cli.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(repository().toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    /** The root of the checkout. */
    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("scenarios"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above this one has scenarios/");
            }
        }
        return folder;
    }
}
