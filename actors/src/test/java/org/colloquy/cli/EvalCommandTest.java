package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalCommandTest {

    private static final String SCENARIO =
            """
            name: tiny
            agents:
              - name: ada
                model: {provider: simulated, ability: 1}
              - name: bel
                model: {provider: simulated, ability: -1}
            questions: {source: arithmetic, families: [add, chain]}
            interaction: {validation: 4}
            """;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("tiny.yaml"), SCENARIO);
    }

    private CommandRun eval(String... options) {
        List<String> arguments = new ArrayList<>(List.of("eval", file.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void allProtocolsGiveTheSameFiguresWithAnyNumberOfThreads() {
        String[] all = {"--protocol", "solo,vote,debate,idea3", "--questions", "60", "--json"};
        CommandRun one = eval(append(all, "--threads", "1"));
        CommandRun two = eval(append(all, "--threads", "2"));
        assertEquals(ExitStatus.WELL, one.status(), one.err());
        assertEquals(one.out(), two.out());
        JsonNode json = one.json();
        JsonNode ada = json.path("agents").path("ada");
        assertEquals(60, ada.path("solo").path("asked").asInt());
        double accuracy = ada.path("solo").path("accuracy").asDouble();
        assertTrue(ada.path("solo").path("low").asDouble() < accuracy, json.toString());
        assertTrue(ada.path("solo").path("high").asDouble() > accuracy, json.toString());
        assertTrue(
                ada.path("solo").path("pass").asDouble()
                        >= ada.path("solo").path("mean").asDouble());
        assertEquals(4, ada.path("solo").path("levels").size());
        for (String protocol : List.of("vote", "debate", "idea3")) {
            JsonNode found = ada.path(protocol);
            assertEquals(60, found.path("asked").asInt(), protocol);
            assertEquals(
                    json.path("solvable").asInt(), found.path("ofSolvable").path("asked").asInt());
        }
    }

    @Test
    void theTableAndTheFileHoldEveryGroup() throws IOException {
        Path csv = folder.resolve("rows.csv");
        CommandRun run =
                eval("--questions", "40", "--protocol", "solo,idea3", "--csv", csv.toString());
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertTrue(run.out().contains("majority@4"), run.out());
        assertTrue(run.out().contains("bel idea3"), run.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals(1 + 2 * 2 * (1 + 2 + 4), lines.size());
        long fields = lines.getFirst().chars().filter(c -> c == ',').count();
        for (String line : lines) {
            assertEquals(fields, line.chars().filter(c -> c == ',').count(), line);
        }
    }

    @Test
    void otherWeightsAreComparedOnTheSameQuestions() throws IOException {
        Files.writeString(
                file,
                SCENARIO.replace(
                        "provider: simulated, ability: -1",
                        "provider: transformer, weights: builtin:bel"));
        CommandRun run =
                eval(
                        "--questions",
                        "6",
                        "--samples",
                        "0",
                        "--against",
                        "bel=builtin:ada",
                        "--json");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        JsonNode json = run.json();
        double first = json.path("agents").path("bel").path("solo").path("accuracy").asDouble();
        double second = json.path("against").path("bel").path("solo").path("accuracy").asDouble();
        JsonNode differences = json.path("differences");
        assertEquals(
                second - first,
                differences.path("bel").path("solo").path("difference").asDouble(),
                1e-12);
        assertEquals(0, differences.path("ada").path("solo").path("difference").asDouble());
    }

    @Test
    void whatMakesNoSenseIsOneLine() {
        for (String[] options :
                List.of(
                        new String[] {"--protocol", "chat"},
                        new String[] {"--weights", "cat=builtin:ada"},
                        new String[] {"--weights", folder.toString()},
                        new String[] {"--questions", "0"},
                        new String[] {"--questions", "1000000"},
                        new String[] {"--samples", "-1"},
                        new String[] {"--draw", "train"})) {
            CommandRun run = eval(options);
            assertEquals(ExitStatus.BAD_USAGE, run.status(), String.join(" ", options));
            assertEquals(1, run.err().lines().count(), run.err());
            assertEquals("", run.out());
        }
    }

    private static String[] append(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
