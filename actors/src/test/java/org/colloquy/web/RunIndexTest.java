package org.colloquy.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogWriter;
import org.colloquy.web.index.DialogueRow;
import org.colloquy.web.index.QuestionRow;
import org.colloquy.web.index.Rows;
import org.colloquy.web.index.RunIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is the same however the log grew and however often the viewer was started. */
final class RunIndexTest {

    private static final int QUESTIONS = 6;

    @TempDir private Path folder;

    @Test
    void aLogCutAnywhereIsReadToItsLastWholeSection() throws IOException {
        byte[] whole = trainingLog();
        Path log = folder.resolve("log.jsonl");
        Files.write(log, whole);
        List<String> wanted = rows(indexed("once", log));
        Path grown = folder.resolve("grown.jsonl");
        Files.createFile(grown);
        int at = 0;
        int step = 997;
        while (at < whole.length) {
            int next = Math.min(whole.length, at + step);
            Files.write(grown, Arrays.copyOfRange(whole, at, next), StandardOpenOption.APPEND);
            at = next;
            step = 1 + step * 7 % 5_000;
            try (RunIndex index = RunIndex.open(folder.resolve("many"), grown, 2)) {
                index.advance(() -> true);
                assertEquals(Optional.empty(), index.snapshot().problem());
            }
        }
        assertEquals(wanted, rows(indexed("many", grown)));
    }

    @Test
    void aTornEndIsNoProblemAndAnAlteredRecordIs() throws IOException {
        byte[] whole = trainingLog();
        Path log = folder.resolve("log.jsonl");
        Files.write(log, Arrays.copyOf(whole, whole.length - 10));
        try (RunIndex index = indexed("torn", log)) {
            assertTrue(index.snapshot().torn());
            assertEquals(Optional.empty(), index.snapshot().problem());
            assertEquals(4 * QUESTIONS, index.snapshot().outline().dialogues());
        }
        byte[] altered = whole.clone();
        altered[whole.length / 2] ^= 1;
        Files.write(log, altered);
        try (RunIndex index = indexed("altered", log)) {
            assertTrue(index.snapshot().problem().isPresent());
            int dialogues = index.snapshot().outline().dialogues();
            assertTrue(dialogues > 0 && dialogues < 4 * QUESTIONS, dialogues + " dialogues");
        }
    }

    @Test
    void anotherNumberOfAgentsThanInRunJsonIsTold() throws IOException {
        Path log = folder.resolve("log.jsonl");
        Files.write(log, trainingLog());
        try (RunIndex index = RunIndex.open(folder.resolve("three"), log, 3)) {
            index.advance(() -> true);
            assertTrue(index.snapshot().problem().orElse("").contains("2 agents"));
        }
    }

    @Test
    void aLogThatWasReplacedIsReadAnew() throws IOException {
        Path log = folder.resolve("log.jsonl");
        write(log, List.of(SampleRun.header(), SampleRun.abilities()), 0, 3);
        try (RunIndex index = indexed("one", log)) {
            assertEquals(6, index.snapshot().outline().dialogues());
            Files.delete(log);
            write(log, List.of(SampleRun.header()), 0, 2);
            index.advance(() -> true);
            assertEquals(4, index.snapshot().outline().dialogues());
            assertFalse(index.snapshot().torn());
        }
        Files.delete(log);
        write(log, List.of(SampleRun.header(), SampleRun.abilities()), 0, 5);
        try (RunIndex index = indexed("one", log)) {
            assertEquals(Optional.empty(), index.snapshot().problem());
            assertEquals(10, index.snapshot().outline().dialogues());
        }
    }

    @Test
    void scoresAreFoundAndDialoguesToo() throws IOException {
        Path log = folder.resolve("log.jsonl");
        Files.write(log, trainingLog());
        try (RunIndex index = indexed("scores", log)) {
            Rows rows = index.rows(index.snapshot());
            assertEquals(2, rows.outline().iterations().size());
            assertEquals(2, rows.outline().iterations().getLast().steps().size());
            rows.questions(
                    (at, row) -> {
                        assertTrue(row.scores().isPresent(), row.key().toString());
                        return true;
                    });
            int at = rows.indexOf(new DialogueId(1, 4, 1)).orElseThrow();
            assertEquals(new DialogueId(1, 4, 1), rows.dialogue(at).id());
            assertEquals(Optional.empty(), rows.indexOf(new DialogueId(1, 4, 2)));
        }
    }

    private RunIndex indexed(String name, Path log) throws IOException {
        RunIndex index = RunIndex.open(folder.resolve(name), log, 2);
        index.advance(() -> true);
        return index;
    }

    /** Every row in words, and the outline. */
    private static List<String> rows(RunIndex index) throws IOException {
        try (index) {
            List<String> words = new ArrayList<>();
            Rows rows = index.rows(index.snapshot());
            words.add(rows.outline().toString());
            rows.questions((at, row) -> add(words, row));
            rows.dialogues(false, (at, row) -> add(words, row));
            return words;
        }
    }

    private static boolean add(List<String> words, QuestionRow row) {
        return words.add(row.toString());
    }

    private static boolean add(List<String> words, DialogueRow row) {
        return words.add(row.toString());
    }

    private byte[] trainingLog() throws IOException {
        Path log = folder.resolve("made.jsonl");
        List<List<InteractionEvent>> sections = new ArrayList<>();
        sections.add(SampleRun.header());
        for (int iteration = 0; iteration < 2; iteration++) {
            sections.add(SampleRun.abilities());
            for (int i = 0; i < QUESTIONS; i++) {
                sections.addAll(SampleRun.question(iteration, i));
            }
            sections.add(SampleRun.learned(iteration, QUESTIONS));
        }
        sections.add(List.of(SampleRun.end(4 * QUESTIONS)));
        try (LogWriter writer = LogWriter.create(log)) {
            for (List<InteractionEvent> section : sections) {
                writer.append(section);
            }
        }
        byte[] bytes = Files.readAllBytes(log);
        Files.delete(log);
        return bytes;
    }

    private static void write(
            Path log, List<List<InteractionEvent>> first, int iteration, int questions)
            throws IOException {
        try (LogWriter writer = LogWriter.create(log)) {
            for (List<InteractionEvent> section : first) {
                writer.append(section);
            }
            for (int i = 0; i < questions; i++) {
                for (List<InteractionEvent> section : SampleRun.question(iteration, i)) {
                    writer.append(section);
                }
            }
        }
    }
}
