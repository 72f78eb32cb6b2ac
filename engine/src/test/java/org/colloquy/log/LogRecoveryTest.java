package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

    /** After a loss of power the file's length can be ahead of its bytes. */
    @Test
    void zerosBehindTheLastWrittenByteAreTorn() throws IOException {
        for (String name : List.of("a.jsonl", "a.klog")) {
            Path file = folder.resolve(name);
            SampleLog.write(file);
            byte[] whole = Files.readAllBytes(file);
            List<Long> borders = borders(file);
            for (int length = borders.get(1).intValue(); length <= whole.length; length += 31) {
                int written = length;
                while (written < whole.length && whole[written] == 0) {
                    written++;
                }
                for (int zeros : List.of(1, 8, 5000)) {
                    byte[] filled = Arrays.copyOf(Arrays.copyOf(whole, length), written + zeros);
                    LogReader reader =
                            LogReader.over(LogFormat.of(file), new ByteArrayInputStream(filled));
                    String what = name + " zeros from " + length;
                    try {
                        long border = borders.get(wholeSections(borders, written));
                        assertEquals(border, LogRecovery.sound(reader).border(), what);
                    } catch (LogException damaged) {
                        assertTrue(zeros < 8, what + ": " + damaged.problem().sentence());
                    }
                }
            }
        }
    }

    @Test
    void zerosInTheMidstAreAltered() throws IOException {
        Path file = folder.resolve("a.klog");
        SampleLog.write(file);
        byte[] whole = Files.readAllBytes(file);
        int middle = whole.length / 2;
        Arrays.fill(whole, middle, middle + 64, (byte) 0);
        LogReader reader = LogReader.over(LogFormat.KRYO, new ByteArrayInputStream(whole));
        LogException damaged = assertThrows(LogException.class, () -> LogRecovery.sound(reader));
        assertInstanceOf(LogProblem.Altered.class, damaged.problem());
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
