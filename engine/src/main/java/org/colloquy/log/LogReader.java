package org.colloquy.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a log front to back, in either format, checking order and running hash of each record; not
 * whether the events may stand where they do, which {@link LogGrammar} tells.
 */
public final class LogReader implements AutoCloseable {

    private final RecordSource source;

    private LogReader(RecordSource source) {
        this.source = source;
    }

    /**
     * Opens a log; its form is that of the file's name.
     *
     * @throws LogException if there is no such file
     */
    public static LogReader open(Path file) throws IOException {
        return open(file, LogPosition.START);
    }

    /**
     * Opens a log in its middle: the records from {@code from} on are checked against the running
     * hash there.
     *
     * @param from where an earlier reading of the same log was
     * @throws LogException if there is no such file
     */
    public static LogReader open(Path file, LogPosition from) throws IOException {
        LogFormat format = LogFormat.of(file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            return over(format, Channels.newInputStream(channel.position(from.offset())), from);
        } catch (NoSuchFileException e) {
            throw new LogException(
                    new LogProblem.Missing(
                            "there is no log " + file, "check the path of the run directory"),
                    e);
        }
    }

    static LogReader over(LogFormat format, InputStream in) {
        return over(format, in, LogPosition.START);
    }

    private static LogReader over(LogFormat format, InputStream in, LogPosition from) {
        return new LogReader(
                switch (format) {
                    case JSONL -> new JsonLinesSource(in, from);
                    case KRYO -> new KryoSource(in, from);
                });
    }

    /** All records; for logs that are known to be small. */
    public static List<Recorded> readAll(Path file) throws IOException {
        List<Recorded> records = new ArrayList<>();
        try (LogReader reader = open(file)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(next.get());
            }
        }
        return List.copyOf(records);
    }

    /**
     * The next record; empty at the end of the file.
     *
     * @throws LogException at the first record that is not sound
     */
    public Optional<Recorded> next() throws IOException {
        return source.next();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
