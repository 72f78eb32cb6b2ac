package org.colloquy.web.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogPosition;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;

/** Some records of a log, read from their place and checked against the running hash there. */
final class Section {

    private static final int MAX_RECORDS = 100_000;

    private Section() {}

    /** The records up to a file offset. */
    static void read(Path log, LogPosition start, long end, Consumer<InteractionEvent> each)
            throws IOException {
        try (LogReader reader = LogReader.open(log, start)) {
            long at = start.offset();
            while (at < end) {
                Recorded record =
                        reader.next()
                                .orElseThrow(() -> new IOException("the log changed; ask again"));
                each.accept(record.event());
                at = record.end();
            }
        }
    }

    /** The records up to the first that fits, with it. */
    static List<InteractionEvent> until(
            Path log, LogPosition start, Predicate<InteractionEvent> last) throws IOException {
        List<InteractionEvent> events = new ArrayList<>();
        try (LogReader reader = LogReader.open(log, start)) {
            while (events.size() < MAX_RECORDS) {
                Optional<Recorded> next = reader.next();
                if (next.isEmpty()) {
                    break;
                }
                events.add(next.get().event());
                if (last.test(next.get().event())) {
                    break;
                }
            }
        }
        return events;
    }
}
