package org.colloquy.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogPosition;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;

/**
 * Compares a recorded log with the same run told again: events are taken in the log's order, as a
 * run writes them, and each field, each token and each bit of its log-probability must be equal.
 *
 * <p>Whoever runs the models again gives every section to {@link #accept} in place of a log.
 */
public final class LogComparison implements AutoCloseable {

    private final LogReader recorded;
    private Optional<Difference> first = Optional.empty();
    private long equal;

    private LogComparison(LogReader recorded, long equal) {
        this.recorded = recorded;
        this.equal = equal;
    }

    public static LogComparison with(Path log) throws IOException {
        return new LogComparison(LogReader.open(log), 0);
    }

    /** The first difference between two logs; empty if there is none. */
    public static Optional<Difference> of(Path recorded, Path again) throws IOException {
        return between(recorded, LogPosition.START, again, LogPosition.START);
    }

    /** The same from a place of each log on, before which the two are equal. */
    public static Optional<Difference> between(
            Path recorded, LogPosition from, Path again, LogPosition fromAgain) throws IOException {
        try (LogComparison comparison =
                        new LogComparison(LogReader.open(recorded, from), from.seq());
                LogReader reader = LogReader.open(again, fromAgain)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (comparison.accept(List.of(next.get().event())).isPresent()) {
                    break;
                }
            }
            return comparison.end();
        }
    }

    /**
     * Takes the next events of the other telling; after the first difference nothing more is
     * compared.
     *
     * @return the first difference so far
     * @throws org.colloquy.log.LogException if the recorded log is not sound
     */
    public Optional<Difference> accept(List<? extends InteractionEvent> again) throws IOException {
        for (InteractionEvent event : again) {
            if (first.isPresent()) {
                return first;
            }
            Optional<Recorded> next = recorded.next();
            first =
                    next.isPresent()
                            ? FieldComparison.of(equal, next.get().event(), event)
                            : Optional.of(new Difference(equal, "type", "nothing", nameOf(event)));
            equal += first.isEmpty() ? 1 : 0;
        }
        return first;
    }

    /** After the other telling's last event: the first difference, which may be a missing event. */
    public Optional<Difference> end() throws IOException {
        if (first.isEmpty()) {
            first =
                    recorded.next()
                            .map(
                                    left ->
                                            new Difference(
                                                    equal,
                                                    "type",
                                                    nameOf(left.event()),
                                                    "nothing"));
        }
        return first;
    }

    /** How many records were found equal. */
    public long equal() {
        return equal;
    }

    private static String nameOf(InteractionEvent event) {
        return event.getClass().getSimpleName();
    }

    @Override
    public void close() throws IOException {
        recorded.close();
    }
}
