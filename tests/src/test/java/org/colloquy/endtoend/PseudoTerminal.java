package org.colloquy.endtoend;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The master side of a terminal without a screen, by the functions of POSIX: what a process writes
 * to the terminal is read here. A process that writes more than is read has to wait.
 */
final class PseudoTerminal implements AutoCloseable {

    /** Longest wait for the next output. */
    private static final int PATIENCE_MILLIS = 240_000;

    private static final int READ_AND_WRITE = 2;
    private static final short POLL_READABLE = 1;
    private static final int SIGINT = 2;
    private static final int BUFFER_BYTES = 512;

    private final int descriptor;
    private final String path;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private PseudoTerminal(int descriptor, String path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /** A new terminal; empty where the system has none. */
    static Optional<PseudoTerminal> open() {
        if (Linker.nativeLinker().defaultLookup().find("posix_openpt").isEmpty()) {
            return Optional.empty();
        }
        int descriptor = (int) call("posix_openpt", of(JAVA_INT, JAVA_INT), READ_AND_WRITE);
        if (descriptor < 0
                || (int) call("grantpt", of(JAVA_INT, JAVA_INT), descriptor) != 0
                || (int) call("unlockpt", of(JAVA_INT, JAVA_INT), descriptor) != 0) {
            return Optional.empty();
        }
        MemorySegment name = (MemorySegment) call("ptsname", of(ADDRESS, JAVA_INT), descriptor);
        return Optional.of(
                new PseudoTerminal(descriptor, name.reinterpret(BUFFER_BYTES).getString(0)));
    }

    /** Starts a command whose three streams are this terminal, and which Ctrl-C ends. */
    Process start(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("/bin/sh", "-c", "exec \"$@\" <\"$0\" >\"$0\" 2>&1", path));
        command.addAll(builder.command());
        heedInterrupts();
        return builder.command(command).start();
    }

    /** Who starts a build in the background may have told it and its children to ignore Ctrl-C. */
    private static void heedInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return;
        }
        String ignored =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> line.substring("SigIgn:".length()).strip())
                        .findFirst()
                        .orElse("0");
        if ((Long.parseUnsignedLong(ignored, 16) >> (SIGINT - 1) & 1) == 1) {
            call("signal", of(ADDRESS, JAVA_INT, ADDRESS), SIGINT, MemorySegment.NULL);
        }
    }

    /** Sends what Ctrl-C sends. */
    static void interrupt(Process process) {
        int failed = (int) call("kill", of(JAVA_INT, JAVA_INT, JAVA_INT), (int) process.pid(), 2);
        if (failed != 0) {
            throw new AssertionError("process " + process.pid() + " is gone");
        }
    }

    /** All that was read so far. */
    String text() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    /** Reads until the text is so; false if the last process left the terminal before. */
    boolean readUntil(Predicate<String> wanted) {
        while (!wanted.test(text())) {
            if (!read()) {
                return false;
            }
        }
        return true;
    }

    /** Reads what there is; false at the end. */
    private boolean read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(JAVA_LONG);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(JAVA_SHORT, Integer.BYTES, POLL_READABLE);
            FunctionDescriptor polling = of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
            if ((int) call("poll", polling, poll, 1, PATIENCE_MILLIS) == 0) {
                throw new AssertionError("the terminal fell silent after: " + text());
            }
            MemorySegment buffer = arena.allocate(BUFFER_BYTES);
            FunctionDescriptor reading = of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
            long count = (long) call("read", reading, descriptor, buffer, (long) BUFFER_BYTES);
            if (count > 0) {
                seen.writeBytes(buffer.asSlice(0, count).toArray(JAVA_BYTE));
            }
            return count > 0;
        }
    }

    @Override
    public void close() {
        call("close", of(JAVA_INT, JAVA_INT), descriptor);
    }

    private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
        return FunctionDescriptor.of(result, arguments);
    }

    /** Calls a function of the C library. */
    private static Object call(String name, FunctionDescriptor type, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup().findOrThrow(name);
        try {
            return linker.downcallHandle(function, type).invokeWithArguments(arguments);
        } catch (Throwable failure) {
            throw new AssertionError(name, failure);
        }
    }
}
