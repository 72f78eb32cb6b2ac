package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IrtCommandTest {

    private static final String CSV =
            """
            model,"sum, easy",q2,q3,q4
            able,1,1,1,0
            middle,1,1,0,
            weak,1,0,0,0
            other,0,1,0,0
            """;

    @TempDir private Path folder;

    @Test
    void fitsATableOfModelsByQuestions() throws IOException {
        JsonNode fit = irt("table.csv", CSV, "--json").json();
        assertTrue(fit.path("converged").asBoolean(), fit.toString());
        assertEquals("able", fit.path("models").path(0).path("name").asText());
        assertEquals(3, fit.path("models").path(1).path("asked").asInt());
        assertEquals("sum, easy", fit.path("questions").path(0).path("name").asText());
        assertTrue(
                fit.path("models").path(0).path("ability").asDouble()
                        > fit.path("models").path(2).path("ability").asDouble());
        assertTrue(
                fit.path("questions").path(2).path("difficulty").asDouble()
                        > fit.path("questions").path(1).path("difficulty").asDouble());
    }

    @Test
    void linesSayTheSameAsATable() throws IOException {
        StringBuilder lines = new StringBuilder();
        String[] rows = CSV.replace("\"sum, easy\"", "q1").split("\n");
        for (int row = 1; row < rows.length; row++) {
            String[] cells = rows[row].split(",", -1);
            for (int question = 1; question < cells.length; question++) {
                if (!cells[question].isEmpty()) {
                    lines.append(
                            "{\"model\": \"%s\", \"question\": \"q%d\", \"correct\": %b}%n"
                                    .formatted(cells[0], question, cells[question].equals("1")));
                }
            }
        }
        String table =
                irt("a.csv", CSV.replace("\"sum, easy\"", "q1"), "--json", "--model", "2pl").out();
        assertEquals(table, irt("a.jsonl", lines.toString(), "--json", "--model", "2pl").out());
    }

    @Test
    void readsARun() throws IOException {
        Path scenario = folder.resolve("three.yaml");
        Files.writeString(
                scenario,
                """
                name: three
                seed: 3
                agents:
                  - {name: ann, model: {provider: simulated, ability: 2}}
                  - {name: bob, model: {provider: simulated, ability: -2}}
                questions: {source: arithmetic, count: 10}
                interaction: {validation: 20}
                """);
        Path run = folder.resolve("run");
        CommandRun ran =
                CommandRun.of("run", scenario.toString(), "--run-dir", run.toString(), "--quiet");
        assertEquals(ExitStatus.WELL, ran.status(), ran.err());
        JsonNode fit = CommandRun.of("irt", run.toString(), "--json").json();
        JsonNode ann = fit.path("models").path(0);
        JsonNode bob = fit.path("models").path(1);
        assertEquals(
                List.of("ann", "bob"),
                List.of(ann.path("name").asText(), bob.path("name").asText()));
        assertEquals(30, ann.path("asked").asInt());
        assertTrue(ann.path("ability").asDouble() > bob.path("ability").asDouble(), fit.toString());
        Path log = run.resolve("interactions.jsonl");
        assertEquals(fit, CommandRun.of("irt", log.toString(), "--json").json());
    }

    @Test
    void printsAndDraws() throws IOException {
        Path svg = folder.resolve("map.svg");
        Path html = folder.resolve("map.html");
        CommandRun run = irt("table.csv", CSV, "--svg", svg.toString(), "--html", html.toString());
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertTrue(run.out().contains("able") && run.out().contains("infit"), run.out());
        assertTrue(Files.readString(svg).startsWith("<svg xmlns="), Files.readString(svg));
        assertTrue(Files.readString(html).contains("</svg>"));
        assertFalse(Files.readString(html).contains("<script"));
    }

    @Test
    void namesTheLineThatIsWrong() throws IOException {
        refuses("t.csv", "model,q1,q2\na,1\n", "t.csv:2:");
        refuses("t.csv", "model,q1,q2\na,1,2\n", "t.csv:2:");
        refuses("t.jsonl", "{\"model\": \"a\", \"question\": 1}\n", "t.jsonl:1:");
        refuses("t.csv", "model,q1,q2\na,1,1\na,1,0\n", "t.csv:3:");
        refuses("t.csv", "model,q1,q2\na,1,1\n", "two of each");
        assertEquals(ExitStatus.BAD_USAGE, irt("t.csv", CSV, "--model", "9pl").status());
    }

    private void refuses(String name, String text, String part) throws IOException {
        CommandRun run = irt(name, text);
        assertEquals(ExitStatus.BAD_USAGE, run.status(), run.out());
        assertTrue(run.err().contains(part), run.err());
    }

    private CommandRun irt(String name, String text, String... options) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        String[] arguments = new String[options.length + 2];
        arguments[0] = "irt";
        arguments[1] = file.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(arguments);
    }
}
