package org.colloquy.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioSyntaxTest {

    @TempDir private Path folder;

    @Test
    void filesThatAreNoScenarioFiles() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertEquals(missing + ":1:1: no such file; check the path", firstProblem(missing));
        assertEquals(
                folder + ":1:1: is a folder; name a scenario file in it", firstProblem(folder));
        assertFirst("1:1: is empty; start from scenarios/quickstart.yaml", "");
        assertFirst("1:1: is empty; start from scenarios/quickstart.yaml", "# only a comment\n");
        assertFirst("1:1: the file is 'hello', not a map; write key: value", "hello");
        assertFirst(
                "1:1: is larger than 1048576 bytes; move questions to a JSONL file and use"
                        + " 'copies' for many agents",
                "x".repeat((1 << 20) + 1));
        assertFirst(
                "1:1: is a pretraining recipe, not a scenario; use: colloquy pretrain FILE",
                "name: ada\npretrain: {}\n");
    }

    @Test
    void charactersThatNoTextHas() throws IOException {
        Path file = folder.resolve("s.yaml");
        Files.write(file, "name: a\nseed: \u00ff".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                file + ":2:7: byte 0xFF is not UTF-8; save the file as UTF-8", firstProblem(file));
        assertFirst("1:8: control character U+0007; remove it", "name: a\u0007\n");
        assertFirst(
                "2:1: found character '\\t(TAB)' that cannot start any token; indent with spaces,"
                        + " not tabs",
                "name: a\n\tseed: 1\n");
        assertFirst("1:1: unknown key 'sede'; did you mean 'seed'?", "\uFEFFsede: 1\r\n", 3);
    }

    @Test
    void syntaxErrorsHaveTheirPlace() throws IOException {
        String hint = "; correct the syntax here or in the line before";
        assertFirst("1:8: mapping values are not allowed here" + hint, "name: a: b\n");
        assertFirst("2:5: expected ',' or '}', but got :" + hint, "name: {a: 1\nseed: 2\n");
        Path json = Files.writeString(folder.resolve("s.json"), "{\n \"name\": 'a'}");
        assertEquals(
                json + ":2:10: ", firstProblem(json).substring(0, (json + ":2:10: ").length()));
    }

    @Test
    void keysOnceAndDocumentsOnce() throws IOException {
        assertFirst(
                "2:1: key 'name' is written twice; the first is in line 1; keep one of them",
                "name: a\nname: b\n",
                2);
        assertFirst(
                "3:1: a second document starts here; one scenario a file: split the file",
                "name: a\n---\nname: b\n",
                2);
        assertFirst(
                "2:4: merge keys are not supported; write the keys out", "agents:\n- {<<: 1}\n", 5);
    }

    @Test
    void bombsAreDefused() throws IOException {
        StringBuilder bomb = new StringBuilder("v0: &v0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            String item = "*v" + (level - 1);
            bomb.append(
                    "v%d: &v%d [%s]\n"
                            .formatted(
                                    level, level, String.join(",", Collections.nCopies(10, item))));
        }
        assertFirst(
                "5:38: expands to more than 100000 values; write fewer values or aliases",
                bomb.toString());
        assertFirst("1:33: is nested deeper than 32; flatten it", "[".repeat(100_000));
        assertFirst(
                "1:8: alias *a names no map or list before it; write the value out", "a: &a [*a]");
    }

    @Test
    void anAliasStandsForItsMap() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("s.yaml"),
                        """
                        name: shared
                        agents:
                          - {name: ada, model: &same {provider: simulated, ability: 0.5}}
                          - {name: bel, model: *same}
                        questions: {source: arithmetic}
                        """);
        Scenario scenario = ScenarioReader.read(file);
        assertEquals(scenario.agents().get(0).model(), scenario.agents().get(1).model());
    }

    private void assertFirst(String expected, String text) throws IOException {
        assertFirst(expected, text, 0);
    }

    /** The problem behind {@code skipped} others that the text has as well. */
    private void assertFirst(String expected, String text, int skipped) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), text);
        assertEquals(file + ":" + expected, problem(file, skipped));
    }

    private static String firstProblem(Path file) {
        return problem(file, 0);
    }

    private static String problem(Path file, int index) {
        ScenarioProblems problems =
                assertThrows(ScenarioProblems.class, () -> ScenarioReader.read(file));
        return problems.problems().get(index).toString();
    }
}
