package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log can be read on from any place between two records, and is still checked from there. */
final class LogPositionTest {

    @TempDir Path folder;

    @Test
    void fromAnyPlaceTheRestIsTheSame() throws IOException {
        for (LogFormat format : LogFormat.values()) {
            Path file = folder.resolve(format.fileName());
            SampleLog.write(file);
            List<Recorded> all = LogReader.readAll(file);
            assertEquals(all, from(file, LogPosition.START));
            for (int i = 0; i < all.size(); i++) {
                LogPosition position = LogPosition.after(all.get(i));
                assertEquals(all.subList(i + 1, all.size()), from(file, position), file + " " + i);
            }
        }
    }

    @Test
    void behindAnAlteredRecordTheHashNoLongerFits() throws IOException {
        for (LogFormat format : LogFormat.values()) {
            Path file = folder.resolve(format.fileName());
            SampleLog.write(file);
            List<Recorded> all = LogReader.readAll(file);
            LogPosition wrong = new LogPosition(5, all.get(4).end(), all.get(3).digest());
            assertThrows(LogException.class, () -> from(file, wrong), file.toString());
            Files.delete(file);
        }
    }

    private static List<Recorded> from(Path file, LogPosition position) throws IOException {
        List<Recorded> records = new ArrayList<>();
        try (LogReader reader = LogReader.open(file, position)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add(next.get());
            }
        }
        return records;
    }
}
