package org.colloquy.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Appends whole sections (see {@link LogGrammar}) to a log: one write each, so that a killed
 * process leaves at most one torn section behind, which {@link LogRecovery} cuts off.
 *
 * <p>A written section survives the process. It is forced to the disk with the header, with the end
 * and on {@link #close}; a crash of the whole machine may cost sections in between, never order.
 * Not thread-safe.
 */
public final class LogWriter implements AutoCloseable {

    private final FileChannel channel;
    private final RecordSink sink;
    private final LogGrammar grammar;
    private final CanonicalJson canonical = new CanonicalJson();
    private final MessageDigest sha256 = LogDigest.sha256();
    private LogDigest digest;
    private long seq;
    private long end;

    private LogWriter(FileChannel channel, LogFormat format, LogRecovery.Kept kept) {
        this.channel = channel;
        this.sink =
                switch (format) {
                    case JSONL -> new JsonLines();
                    case KRYO -> new KryoFrames();
                };
        this.grammar = kept.grammar();
        this.digest = kept.digest();
        this.seq = kept.records();
        this.end = kept.bytes();
    }

    /** A new log; its form is that of the file's name. */
    public static LogWriter create(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new LogWriter(channel, LogFormat.of(file), LogRecovery.Kept.nothing());
    }

    /** Continues a log behind what {@link LogRecovery} kept of it. */
    static LogWriter resume(Path file, LogRecovery.Kept kept) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.position(kept.bytes());
        return new LogWriter(channel, LogFormat.of(file), kept);
    }

    /** The running hash so far. */
    public LogDigest digest() {
        return digest;
    }

    /** The number of records so far. */
    public long records() {
        return seq;
    }

    /**
     * Appends one or more whole sections at once.
     *
     * <p>After either exception the writer is of no further use.
     *
     * @throws IllegalArgumentException if the events may not stand here, end within a section, hold
     *     a number that is not finite or are too long; the file is then as before
     * @throws IOException if it cannot be written; the file is then cut to the last whole section,
     *     if it still can be
     */
    public void append(List<? extends InteractionEvent> section) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 13);
        if (end == 0) {
            out.writeBytes(sink.head());
        }
        LogDigest last = digest;
        long next = seq;
        for (InteractionEvent event : section) {
            canonical.clear();
            EventJson.write(next, event, canonical);
            last = last.then(sha256, canonical.array(), 0, canonical.length());
            sink.append(next, event, canonical, last, out);
            next++;
        }
        requireWhole(section);
        boolean first = seq == 0;
        write(ByteBuffer.wrap(out.toByteArray()));
        digest = last;
        seq = next;
        end += out.size();
        if (first || grammar.ended()) {
            channel.force(false);
        }
    }

    private void requireWhole(List<? extends InteractionEvent> section) {
        for (InteractionEvent event : section) {
            Optional<String> complaint = grammar.accept(event);
            if (complaint.isPresent()) {
                throw new IllegalArgumentException(complaint.get());
            }
        }
        if (!grammar.atBorder()) {
            throw new IllegalArgumentException(
                    "the events end within a section, with "
                            + (section.isEmpty() ? "none" : section.getLast()));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            try {
                channel.truncate(end);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(true);
        }
    }
}
