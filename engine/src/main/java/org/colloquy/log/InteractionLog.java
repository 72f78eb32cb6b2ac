package org.colloquy.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be done with a log as a whole, in either format. */
public final class InteractionLog {

    /** The version of the events and of both formats. */
    public static final int FORMAT_VERSION = 1;

    private InteractionLog() {}

    /**
     * A log that was read to its end.
     *
     * @param ended whether it holds the run's end
     */
    public record Check(long records, LogDigest digest, boolean ended) {}

    /**
     * Reads the whole log, checking the running hash and the place of each record.
     *
     * @throws LogException at the first record that is not sound
     */
    public static Check check(Path file) throws IOException {
        try (LogReader reader = LogReader.open(file)) {
            return check(reader);
        }
    }

    static Check check(LogReader reader) throws IOException {
        LogGrammar grammar = new LogGrammar();
        LogDigest digest = LogDigest.START;
        long records = 0;
        for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
            Optional<String> complaint = grammar.accept(next.get().event());
            if (complaint.isPresent()) {
                throw new LogException(new LogProblem.Misplaced(records, complaint.get()));
            }
            digest = next.get().digest();
            records++;
        }
        return new Check(records, digest, grammar.ended());
    }

    /** The record as its line in JSON Lines, without the line's end. */
    public static String line(Recorded recorded) {
        CanonicalJson canonical = new CanonicalJson();
        EventJson.write(recorded.seq(), recorded.event(), canonical);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonLines().append(recorded.seq(), recorded.event(), canonical, recorded.digest(), out);
        return out.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** The type that the record has in JSON, such as {@code turn-taken}. */
    public static String type(InteractionEvent event) {
        return EventTypes.of(event).name();
    }

    /**
     * Writes the log {@code from} as a new file {@code to}, in the format of its name.
     *
     * @throws LogException if the source is not sound, or ends within a section
     */
    public static LogDigest convert(Path from, Path to) throws IOException {
        LogDigest read;
        LogDigest written;
        try (LogReader reader = LogReader.open(from);
                LogWriter writer = LogWriter.create(to)) {
            read = copy(reader, writer);
            written = writer.digest();
        }
        if (!written.equals(read)) {
            throw new LogException(
                    new LogProblem.Missing(
                            from + " ends within a section; " + to + " holds the whole ones",
                            "colloquy resume RUN_DIR finishes the run"));
        }
        return written;
    }

    private static LogDigest copy(LogReader reader, LogWriter writer) throws IOException {
        LogGrammar grammar = new LogGrammar();
        List<InteractionEvent> section = new ArrayList<>();
        LogDigest digest = LogDigest.START;
        for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
            Recorded record = next.get();
            digest = record.digest();
            section.add(record.event());
            Optional<String> complaint = grammar.accept(record.event());
            if (complaint.isPresent()) {
                throw new LogException(new LogProblem.Misplaced(record.seq(), complaint.get()));
            }
            if (grammar.atBorder()) {
                writer.append(section);
                section.clear();
            }
        }
        return digest;
    }
}
