package org.colloquy.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * At most one process writes a run: the system's lock on {@code run.lock}, which ends with the
 * process however it ends. The file holds the owner's process id.
 *
 * <p>On POSIX systems a process loses its lock when it closes any other channel to the file, so the
 * runs that this process has are kept in mind and their lock files not opened again.
 */
final class RunLock implements AutoCloseable {

    private static final String FILE = "run.lock";

    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @throws LogException if another process, or this one already, has it
     */
    static RunLock take(Path run) throws IOException {
        Path file = fileOf(run);
        String pid = Long.toString(ProcessHandle.current().pid());
        if (!OURS.add(file)) {
            throw locked(run, pid);
        }
        boolean taken = false;
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                taken = channel.tryLock() != null;
                if (!taken) {
                    throw locked(run, Files.readString(file, StandardCharsets.US_ASCII));
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
                return new RunLock(file, channel);
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        } finally {
            if (!taken) {
                OURS.remove(file);
            }
        }
    }

    /** Whether some process writes the run now. */
    static boolean held(Path run) throws IOException {
        Path file = fileOf(run);
        if (OURS.contains(file)) {
            return true;
        }
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        }
    }

    private static Path fileOf(Path run) throws IOException {
        return run.toRealPath().resolve(FILE);
    }

    private static LogException locked(Path run, String pid) {
        return new LogException(
                new LogProblem.Locked(run.toString(), pid.isBlank() ? "(unknown)" : pid.strip()));
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            OURS.remove(file);
        }
    }
}
