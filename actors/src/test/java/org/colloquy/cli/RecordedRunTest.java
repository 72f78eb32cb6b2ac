package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose agents say what was said earlier. */
final class RecordedRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @BeforeEach
    void record() throws IOException {
        Files.writeString(
                folder.resolve("first.yaml"),
                """
                name: first
                seed: 5
                agents:
                  - {name: ada, model: {provider: simulated, ability: 1}}
                  - {name: bel, model: {provider: simulated, ability: -1}}
                questions: {source: arithmetic, count: 3}
                interaction: {samples: 2, validation: 4}
                """);
        CommandRun first = run("first.yaml", "first");
        assertEquals(ExitStatus.WELL, first.status(), first.err());
    }

    @Test
    void aRunsLogSpeaksAgain() throws IOException {
        scenario("again.yaml", "first");
        CommandRun again = run("again.yaml", "again");
        assertEquals(ExitStatus.WELL, again.status(), again.err());
        assertEquals(texts("first"), texts("again"));
        CommandRun verified =
                CommandRun.of("replay", folder.resolve("again").toString(), "--verify", "--json");
        assertEquals("identical", verified.json().path("status").asText(), verified.err());
    }

    @Test
    void aFileOfTurnsSpeaksByIdTextOrPrompt() throws IOException {
        write(lines());
        scenario("file.yaml", "turns.jsonl");
        CommandRun run = run("file.yaml", "file", "--set", "interaction.validation=0");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        List<String> all = texts("first");
        assertEquals(all.subList(8, all.size()), texts("file"));
    }

    @Test
    void aMissingTurnNamesTheFileAndAnAmbiguousOneItsLines() throws IOException {
        List<String> lines = lines();
        ObjectNode any = (ObjectNode) JSON.readTree(lines.getFirst());
        any.remove("sample");
        String first = any.path("question").asText();
        List<String> ambiguous = new ArrayList<>(lines);
        ambiguous.add(any.toString());
        write(ambiguous);
        scenario("file.yaml", "turns.jsonl");
        CommandRun twice = run("file.yaml", "twice", "--set", "interaction.validation=0");
        assertEquals(ExitStatus.FAILED, twice.status());
        String log = Files.readString(folder.resolve("twice/interactions.jsonl"));
        assertTrue(log.contains("turns.jsonl:1 ("), log);
        assertTrue(log.contains("turns.jsonl:" + ambiguous.size() + " ("), log);

        write(lines.stream().filter(line -> !line.contains(first)).toList());
        CommandRun missing = run("file.yaml", "missing", "--set", "interaction.validation=0");
        assertEquals(ExitStatus.FAILED, missing.status());
        String incomplete = Files.readString(folder.resolve("missing/interactions.jsonl"));
        assertTrue(incomplete.contains("turns.jsonl has no turn of ada at stage share"));
    }

    @Test
    void anEvaluationAsksThemToo() throws IOException {
        Files.writeString(
                folder.resolve("q.jsonl"),
                """
                {"prompt": "What is 1 + 1?", "answer": 2, "id": "one"}
                {"prompt": "What is 2 + 2?", "answer": 4, "id": "two"}
                """);
        write(
                List.of(
                        "{\"question\":\"one\",\"stage\":\"share\",\"agent\":\"ada\",\"text\":\"Answer 2.\"}",
                        "{\"question\":\"two\",\"stage\":\"share\",\"agent\":\"ada\",\"text\":\"Answer 5.\"}"));
        Files.writeString(
                folder.resolve("bench.yaml"),
                """
                name: bench
                agents: [{name: ada, model: {provider: recorded, path: turns.jsonl}}]
                questions: {source: file, path: q.jsonl}
                interaction: {protocol: solo, validation: 0}
                """);
        Path rows = folder.resolve("rows.csv");
        CommandRun eval =
                CommandRun.of(
                        "eval",
                        folder.resolve("bench.yaml").toString(),
                        "--samples",
                        "1",
                        "--csv",
                        rows.toString(),
                        "--json");
        assertEquals(ExitStatus.WELL, eval.status(), eval.err());
        assertTrue(Files.readString(rows).contains(",2,1,0.5"), Files.readString(rows));
    }

    @Test
    void aFaultyLineIsNamed() throws IOException {
        scenario("file.yaml", "turns.jsonl");
        String good = lines().getFirst();
        for (String bad :
                List.of(
                        "{",
                        "{}",
                        good.replace("\"share\"", "\"shout\""),
                        good.replace("\"sample\":0", "\"sample\":-1"),
                        good)) {
            write(List.of(good, bad));
            CommandRun run = run("file.yaml", "none");
            assertEquals(ExitStatus.BAD_USAGE, run.status(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().contains("turns.jsonl:2: "), run.err());
            assertFalse(Files.exists(folder.resolve("none")));
        }
    }

    private void write(List<String> lines) throws IOException {
        Files.write(folder.resolve("turns.jsonl"), lines);
    }

    /** The first run's turns as lines; of every third the question is its text, or the prompt. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        String id = "";
        String text = "";
        for (String line : Files.readAllLines(folder.resolve("first/interactions.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            if (event.path("type").asText().equals("question-posed")) {
                id = event.path("question").path("id").asText();
                text = event.path("question").path("text").asText();
            }
            if (event.path("type").asText().equals("turn-taken")) {
                JsonNode turn = event.path("turn");
                String dialogue = turn.path("id").path("dialogue").asText();
                List<String> names = List.of(id, text, turn.path("prompt").asText());
                ObjectNode said = JSON.createObjectNode();
                said.put("question", names.get(lines.size() % 3));
                said.put("stage", turn.path("id").path("stage").asText());
                said.put("agent", event.path("agent").asText());
                said.put("text", turn.path("text").asText());
                said.put("sample", Integer.parseInt(dialogue.substring(4)));
                lines.add(said.toString());
            }
        }
        return lines;
    }

    /** What was said on the questions, and before them on those of the validation. */
    private List<String> texts(String run) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(run).resolve("interactions.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            switch (event.path("type").asText()) {
                case "turn-taken" -> texts.add(event.path("turn").path("text").asText());
                case "validation-graded" -> texts.add(event.path("text").asText());
                default -> {}
            }
        }
        assertTrue(texts.size() >= 36, texts.toString());
        return texts;
    }

    private void scenario(String name, String path) throws IOException {
        Files.writeString(
                folder.resolve(name),
                """
                name: again
                seed: 5
                agents:
                  - {name: ada, model: {provider: recorded, path: %s}}
                  - {name: bel, model: {provider: recorded, path: %s}}
                questions: {source: arithmetic, count: 3}
                interaction: {samples: 2, validation: 4}
                """
                        .formatted(path, path));
    }

    private CommandRun run(String scenario, String directory, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                folder.resolve(scenario).toString(),
                                "--run-dir",
                                folder.resolve(directory).toString(),
                                "--json"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
