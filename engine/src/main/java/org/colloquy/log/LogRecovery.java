package org.colloquy.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings an interrupted log back to its last whole section. Only a torn end is cut: the rest of a
 * record that the file ends in, and the records of a section without its last. Anything else that
 * is wrong is corruption and is thrown, not cut.
 */
public final class LogRecovery {

    private final Path file;
    private final Kept kept;
    private final long cutRecords;
    private final long cutBytes;

    private LogRecovery(Path file, Kept kept, long cutRecords, long cutBytes) {
        this.file = file;
        this.kept = kept;
        this.cutRecords = cutRecords;
        this.cutBytes = cutBytes;
    }

    /** A log's sound beginning: what a writer needs to go on behind it. */
    record Kept(long records, long bytes, LogDigest digest, LogGrammar grammar) {
        static Kept nothing() {
            return new Kept(0, 0, LogDigest.START, new LogGrammar());
        }
    }

    /**
     * Cuts the file, if need be, then hands every record that stays to {@code each}, in order.
     *
     * @throws LogException if the log is missing or corrupt; the file is then unchanged
     */
    public static LogRecovery recover(Path file, Consumer<Recorded> each) throws IOException {
        Sound sound;
        try (LogReader reader = LogReader.open(file)) {
            sound = sound(reader);
        }
        long cutBytes = Files.size(file) - sound.border();
        if (cutBytes > 0) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(sound.border());
                channel.force(true);
            }
        }
        Kept kept = Kept.nothing();
        try (LogReader reader = LogReader.open(file)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                Recorded record = next.get();
                accept(kept.grammar(), record);
                each.accept(record);
                kept = new Kept(record.seq() + 1, record.end(), record.digest(), kept.grammar());
            }
        }
        return new LogRecovery(file, kept, sound.records() - kept.records(), cutBytes);
    }

    /** Whether the log holds the run's end, so that there is nothing to resume. */
    public boolean ended() {
        return kept.grammar().ended();
    }

    /** Records that stayed. */
    public long records() {
        return kept.records();
    }

    /** Sound records that were cut because their section was not whole. */
    public long cutRecords() {
        return cutRecords;
    }

    /** Bytes that were cut, of these records and of a torn one. */
    public long cutBytes() {
        return cutBytes;
    }

    /** The running hash of what stayed. */
    public LogDigest digest() {
        return kept.digest();
    }

    /** The one writer that goes on behind what stayed. */
    public LogWriter writer() throws IOException {
        return LogWriter.resume(file, kept);
    }

    /** What was done, for the user. */
    public String sentence() {
        return cutBytes == 0
                ? "all %d records are whole".formatted(records())
                : "kept %d records; cut %d bytes of an unfinished section (%d whole records)"
                        .formatted(records(), cutBytes, cutRecords);
    }

    /** What a first reading finds: whole records, and the offset behind the last whole section. */
    record Sound(long records, long border) {}

    static Sound sound(LogReader reader) throws IOException {
        LogGrammar grammar = new LogGrammar();
        long records = 0;
        long border = 0;
        try {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                accept(grammar, next.get());
                records++;
                if (grammar.atBorder()) {
                    border = next.get().end();
                }
            }
        } catch (LogException e) {
            if (!(e.problem() instanceof LogProblem.Torn)) {
                throw e;
            }
        }
        return new Sound(records, border);
    }

    private static void accept(LogGrammar grammar, Recorded record) throws LogException {
        Optional<String> complaint = grammar.accept(record.event());
        if (complaint.isPresent()) {
            throw new LogException(new LogProblem.Misplaced(record.seq(), complaint.get()));
        }
    }
}
