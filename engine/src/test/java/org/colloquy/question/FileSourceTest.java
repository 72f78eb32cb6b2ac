package org.colloquy.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    @TempDir Path folder;

    @Test
    void questionsComeInFileOrderWithTheirDefaults() throws IOException {
        FileSource source =
                FileSource.read(
                        file(
                                "\uFEFF{\"prompt\": \"Capital of Peru?\", \"answer\": \"Lima\"}",
                                "",
                                "{\"prompt\": \"6 * 7?\", \"answer\": 42, \"level\": 2, \"family\":"
                                        + " \"sums\", \"id\": \"s-1\", \"source\": \"mine\"}",
                                "{\"prompt\": \"7 * 7?\", \"answer\": \"49\", \"draw\":"
                                        + " \"validation\"}"));
        assertEquals(
                List.of(
                        new Question(
                                "file-000001", "file", 0, "Capital of Peru?", "Lima", List.of()),
                        new Question("s-1", "sums", 2, "6 * 7?", "42", List.of())),
                source.draw(Draw.TEST, 1, 2));
        assertEquals("49", source.draw(Draw.VALIDATION, 1, 1).getFirst().answer());
        String message =
                assertThrows(IllegalArgumentException.class, () -> source.draw(Draw.TEST, 1, 3))
                        .getMessage();
        assertTrue(message.contains("3 test") && message.contains("has 2"), message);
    }

    @Test
    void allMistakesAreReportedAtOnceEachWithItsLine() throws IOException {
        Path file =
                file(
                        "{\"prompt\": \"a?\", \"answer\": \"1\", \"id\": \"x\"}",
                        "{\"prompt\": \"b?\"}",
                        "{\"prompt\": \"c?\", \"answer\": \"1\", \"id\": \"x\"}",
                        "{\"prompt\": \"d?\", \"answer\": ",
                        "[1]",
                        "{\"prompt\": \" \", \"answer\": {}, \"level\": 2.5, \"draw\": \"dev\"}",
                        "{\"prompt\": \"a?\", \"answer\": \"1\", \"draw\": \"train\"}",
                        "{\"prompt\": \"e?\", \"answer\": \"1\"} {}",
                        "{\"prompt\": \"e?\", \"prompt\": \"f?\", \"answer\": \"1\"}",
                        "{\"prompt\": \"" + "x".repeat(8001) + "\", \"answer\": \"1\"}");
        QuestionFileException failure =
                assertThrows(QuestionFileException.class, () -> FileSource.read(file));
        assertEquals(
                List.of(2, 3, 4, 5, 6, 6, 6, 6, 7, 8, 9, 10),
                failure.problems().stream().map(QuestionFileException.Problem::line).toList());
        assertTrue(
                failure.getMessage()
                        .contains(file + ":2: the field answer is missing; add \"answer\""));
    }

    @Test
    void unreadableEmptyAndForeignFilesAreNamed() throws IOException {
        Path latin = folder.resolve("latin.jsonl");
        Files.write(latin, new byte[] {'{', (byte) 0xE9, '}'});
        for (Path path : List.of(folder.resolve("none.jsonl"), folder, latin, file("", " "))) {
            QuestionFileException failure =
                    assertThrows(QuestionFileException.class, () -> FileSource.read(path));
            assertTrue(failure.getMessage().startsWith(path.toString()), failure.getMessage());
        }
    }

    @Test
    void theReportIsBounded() throws IOException {
        Path file = file("nonsense\n".repeat(1000));
        QuestionFileException failure =
                assertThrows(QuestionFileException.class, () -> FileSource.read(file));
        assertEquals(QuestionFileReader.MAX_PROBLEMS, failure.problems().size());
    }

    private Path file(String... lines) throws IOException {
        Path path = Files.createTempFile(folder, "quiz", ".jsonl");
        return Files.write(path, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
