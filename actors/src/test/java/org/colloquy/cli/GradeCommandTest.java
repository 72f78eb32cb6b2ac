package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GradeCommandTest {

    @TempDir private Path folder;

    @Test
    void gradesLineByLineInOrder() throws IOException {
        CommandRun run =
                grade(
                        """
                        {"kind": "number", "expected": "1234", "text": "So $1,234.\\n#### 1,234"}

                        {"kind": "math", "expected": "\\\\frac{1}{2}", "text": "It is $0.5$."}
                        {"kind": "choice", "expected": "B", "text": "The answer is (C)."}
                        {"kind": "number", "expected": 7, "text": "who knows"}
                        """);
        assertEquals(
                """
                {"correct":true,"extracted":"1234"}
                {"correct":true,"extracted":"0.5"}
                {"correct":false,"extracted":"C"}
                {"correct":false,"extracted":null}
                """,
                run.out());
        assertEquals(ExitStatus.WELL, run.status());
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        String good = "{\"kind\": \"number\", \"expected\": \"1\", \"text\": \"1\"}\n";
        refuses(
                good + "{\"kind\": \"poem\", \"expected\": \"1\", \"text\": \"1\"}\n",
                ":2: ",
                "poem");
        refuses(good + good + "{\"kind\": \"number\"}\n", ":3: ", "expected");
        refuses("[1]\n", ":1: ", "object");
        refuses("{\"kind\": \n", ":1: ", "JSON");
        assertEquals(ExitStatus.BAD_USAGE, CommandRun.of("grade", "missing.jsonl").status());
    }

    private void refuses(String lines, String... parts) throws IOException {
        CommandRun run = grade(lines);
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        for (String part : parts) {
            assertTrue(run.err().contains(part), run.err());
        }
    }

    private CommandRun grade(String lines) throws IOException {
        Path file = folder.resolve("answers.jsonl");
        Files.writeString(file, lines);
        return CommandRun.of("grade", file.toString());
    }
}
