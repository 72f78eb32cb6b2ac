package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRecoveryTest {

    @TempDir Path folder;

    @Test
    void cutAtEveryByteTheLastWholeSectionIsFound() throws IOException {
        for (String name : List.of("a.jsonl", "a.klog")) {
            Path file = folder.resolve(name);
            SampleLog.write(file);
            byte[] whole = Files.readAllBytes(file);
            List<Long> borders = borders(file);
            for (int length = 0; length <= whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                LogReader reader =
                        LogReader.over(LogFormat.of(file), new ByteArrayInputStream(cut));
                long border = borders.get(wholeSections(borders, length));
                assertEquals(
                        border, LogRecovery.sound(reader).border(), name + " cut to " + length);
            }
        }
    }

    @Test
    void aCutLogGoesOnToTheSameBytes() throws IOException {
        List<List<InteractionEvent>> sections = SampleLog.sections();
        for (String name : List.of("a.jsonl", "a.klog")) {
            Path file = folder.resolve(name);
            SampleLog.write(file);
            byte[] whole = Files.readAllBytes(file);
            List<Long> borders = borders(file);
            for (int length = 0; length <= whole.length; length += 211) {
                Files.write(file, Arrays.copyOf(whole, length));
                List<InteractionEvent> seen = new ArrayList<>();
                LogRecovery recovery = LogRecovery.recover(file, r -> seen.add(r.event()));
                int kept = wholeSections(borders, length);
                assertEquals(borders.get(kept), Files.size(file), name + " cut to " + length);
                assertEquals(length - borders.get(kept), recovery.cutBytes());
                assertEquals(
                        sections.subList(0, kept).stream().flatMap(List::stream).toList(), seen);
                assertEquals(kept == sections.size(), recovery.ended());
                try (LogWriter writer = recovery.writer()) {
                    for (List<InteractionEvent> section : sections.subList(kept, sections.size())) {
                        writer.append(section);
                    }
                }
                assertArrayEquals(whole, Files.readAllBytes(file), name + " cut to " + length);
            }
        }
    }

    private static int wholeSections(List<Long> borders, int length) {
        int whole = 0;
        while (whole + 1 < borders.size() && borders.get(whole + 1) <= length) {
            whole++;
        }
        return whole;
    }

    /** Offsets at which the file may end: before anything, and behind each section. */
    private static List<Long> borders(Path file) throws IOException {
        List<Long> borders = new ArrayList<>(List.of(0L));
        LogGrammar grammar = new LogGrammar();
        for (Recorded record : LogReader.readAll(file)) {
            assertTrue(grammar.accept(record.event()).isEmpty());
            if (grammar.atBorder()) {
                borders.add(record.end());
            }
        }
        return borders;
    }

    @Test
    void theWriterRefusesWhatMayNotStandThere() throws IOException {
        List<List<InteractionEvent>> sections = SampleLog.sections();
        for (int skipped = 0; skipped + 1 < sections.size(); skipped++) {
            Path file = folder.resolve("skip" + skipped + ".jsonl");
            int without = skipped;
            if (!mayBeMissing(sections.get(without))) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> writeWithout(file, without, sections));
            }
        }
        try (LogWriter writer = LogWriter.create(folder.resolve("part.jsonl"))) {
            writer.append(sections.getFirst());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.append(sections.get(1).subList(0, 2)));
        }
        assertEquals(1, LogReader.readAll(folder.resolve("part.jsonl")).size());
    }

    private static boolean mayBeMissing(List<InteractionEvent> section) {
        return switch (section.getLast()) {
            case InteractionEvent.AbilityEstimated abilities -> true;
            case InteractionEvent.SoloEvaluated evaluation -> true;
            case InteractionEvent.DialogueEnded dialogue -> true;
            default -> false;
        };
    }

    private static void writeWithout(Path file, int without, List<List<InteractionEvent>> sections)
            throws IOException {
        try (LogWriter writer = LogWriter.create(file)) {
            for (int i = 0; i < sections.size(); i++) {
                if (i != without) {
                    writer.append(sections.get(i));
                }
            }
        }
    }
}
