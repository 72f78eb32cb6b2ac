package org.colloquy.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.colloquy.question.Draw;
import org.colloquy.question.FileSource;
import org.colloquy.question.LineLayout;
import org.colloquy.question.Question;
import org.colloquy.question.QuestionFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchmarkTest {

    @TempDir private Path folder;

    @Test
    void gsm8k() throws IOException {
        Question question =
                only(
                        Benchmark.GSM8K.layout(),
                        "{\"question\": \"How many?\", \"answer\": \"2 + 1,232 = <<2+1232=1234>>1,234\\n#### 1,234\"}");
        assertEquals(
                new Question("file-000001", "gsm8k", 0, "How many?", "1,234", List.of()), question);
    }

    @Test
    void math() throws IOException {
        Question question =
                only(
                        Benchmark.MATH.layout(),
                        "{\"problem\": \"Half?\", \"solution\": \"So $\\\\boxed{\\\\frac{1}{2}}$.\", \"level\": \"Level 3\", \"type\": \"Counting & Probability\", \"idx\": 7}");
        assertEquals(
                new Question(
                        "math-7",
                        "math-counting-probability",
                        3,
                        "Half?",
                        "\\frac{1}{2}",
                        List.of()),
                question);
        Question newer =
                only(
                        Benchmark.MATH.layout(),
                        "{\"problem\": \"Half?\", \"solution\": \"long\", \"answer\": \"0.5\", \"level\": 2, \"subject\": \"Algebra\", \"unique_id\": \"test/algebra/1.json\"}");
        assertEquals("0.5", newer.answer());
        assertEquals("math-test/algebra/1.json", newer.id());
        assertEquals(2, newer.level());
    }

    @Test
    void theOthers() throws IOException {
        assertEquals(
                "1.6",
                only(
                                Benchmark.MINERVA.layout(),
                                "{\"problem\": \"s?\", \"solution\": \"\\\\boxed{1.6} \\\\mathrm{~cm}\", \"type\": \"Astronomy\"}")
                        .answer());
        Question olympiad =
                only(
                        Benchmark.OLYMPIADBENCH.layout(),
                        "{\"id\": 1606, \"context\": \"Given a.\", \"question\": \"Find b.\", \"final_answer\": [\"2\", \"-2\"], \"subfield\": \"Algebra\"}");
        assertEquals("2, -2", olympiad.answer());
        assertEquals("Given a.\nFind b.", olympiad.text());
        assertEquals(
                "27",
                only(Benchmark.AMC.layout(), "{\"id\": 0, \"problem\": \"p\", \"answer\": 27.0}")
                        .answer());
        assertEquals(
                "33",
                only(
                                Benchmark.AIME.layout(),
                                "{\"ID\": \"2024-I-1\", \"Problem\": \"p\", \"Answer\": 33}")
                        .answer());
    }

    @Test
    void anyOtherFileByTheNamesOfItsFields() throws IOException {
        MappedLines layout =
                new MappedLines(Map.of("prompt", "q", "answer", "target", "level", "grade"));
        Question question =
                only(layout, "{\"q\": \"6 * 7?\", \"target\": 42, \"grade\": 4, \"id\": \"x\"}");
        assertEquals(new Question("x", "file", 4, "6 * 7?", "42", List.of()), question);
        refuses(layout, "{\"q\": \"6 * 7?\"}", "target");
    }

    @Test
    void namesWhatALineLacks() throws IOException {
        refuses(Benchmark.GSM8K.layout(), "{\"problem\": \"p\", \"answer\": \"1\"}", "question");
        refuses(Benchmark.MATH.layout(), "{\"problem\": \"p\"}", "answer or solution");
    }

    private void refuses(LineLayout layout, String line, String part) throws IOException {
        Path file = folder.resolve("lines.jsonl");
        Files.writeString(file, line);
        String message =
                assertThrows(QuestionFileException.class, () -> FileSource.read(file, layout))
                        .getMessage();
        assertTrue(message.contains(":1: ") && message.contains(part), message);
    }

    private Question only(LineLayout layout, String line) throws IOException {
        Path file = folder.resolve("lines.jsonl");
        Files.writeString(file, line + "\n");
        return FileSource.read(file, layout).draw(Draw.TEST, 1, 1).getFirst();
    }
}
