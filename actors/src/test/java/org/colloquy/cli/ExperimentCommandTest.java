package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** A whole experiment in small: real training of the builtin agents, two questions at a time. */
final class ExperimentCommandTest {

    private static final String EXPERIMENT =
            """
            name: tiny
            train: %s
            set:
              - train.iterations=1
              - train.questions=2
              - train.group-size=2
              - train.evaluation.questions=4
              - interaction.validation=2
            pairs:
              - {name: builtin, weights: {ada: "builtin:ada", bel: "builtin:bel"}}
            seeds: [1]
            test: {questions: 4}
            inference: {arms: [grpo], protocols: [debate], questions: 2}
            jobs: 1
            keep-logs: true
            baseline: grpo
            arms:
              - {name: base, budget: none}
              - {name: grpo, set: [train.internalise.source=none]}
              - {name: sharing}
              - {name: grpo-tokens, like: grpo, budget: {tokens-of: sharing}}
            """;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Path training = Path.of("../scenarios/ilr-arithmetic.yaml").toAbsolutePath();
        file = Files.writeString(folder.resolve("tiny.yaml"), EXPERIMENT.formatted(training));
    }

    private CommandRun experiment(String... options) {
        List<String> arguments = new ArrayList<>(List.of("experiment", file.toString()));
        arguments.addAll(List.of("--dir", folder.resolve("runs").toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void anExperimentIsMadeKeptGoneOnWithAndReported() throws IOException {
        CommandRun only = experiment("--only", "grpo", "--json");
        assertEquals(ExitStatus.WELL, only.status(), only.err());
        assertEquals(1, only.json().path("runs").asInt());
        CommandRun all = experiment();
        assertEquals(ExitStatus.WELL, all.status(), all.err());
        assertFalse(all.out().contains("builtin/grpo/1:"), "it was there already");
        assertTrue(all.out().contains("builtin/grpo-tokens/1:"), all.out());
        Path page = folder.resolve("runs/report.html");
        assertTrue(Files.readString(page).contains("<svg "), "curves");
        JsonNode json = experiment("--report-only", "--json").json();
        assertEquals(4, json.path("runs").asInt());
        JsonNode grpo = json.path("pairs").path("builtin").get(1);
        assertEquals("grpo", grpo.path("arm").asText());
        assertTrue(grpo.path("sampledTokens").asLong() > 0, json.toString());
        assertTrue(grpo.path("wallSeconds").asDouble() > 0, json.toString());
        Path result = folder.resolve("runs/builtin/sharing/seed-1/result.json");
        String before = Files.readString(result);
        Files.delete(result);
        assertEquals(ExitStatus.WELL, experiment("--quiet").status());
        assertEquals(scores(before), scores(Files.readString(result)), "from what the run kept");
        CommandRun other = experiment("--set", "test.questions=5");
        assertEquals(ExitStatus.FAILED, other.status());
        assertTrue(other.err().contains("other settings"), other.err());
        CommandRun shown = experiment("--set", "test.questions=5", "--report-only");
        assertEquals(ExitStatus.WELL, shown.status(), "what is there can still be looked at");
        assertTrue(shown.err().contains("4 results made with other settings"), shown.err());
    }

    /** All but the times. */
    private static String scores(String result) {
        return result.replaceAll("\"(wall|cpu)Seconds\" : [0-9.E-]+", "");
    }

    @Test
    void aDryRunPlansAndLeavesNothingBehind() throws IOException {
        CommandRun run = experiment("--dry-run");
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertTrue(run.out().contains("tokens of sharing"), run.out());
        assertTrue(run.out().contains("4 runs, 1 at a time"), run.out());
        assertFalse(Files.exists(folder.resolve("runs")));
    }

    @Test
    void whatCannotBeRunIsOneLine() {
        assertOneLine(experiment("--only", "gpro"), "the arms are base, grpo");
        assertOneLine(experiment("--report-only"), "run the experiment first");
        assertOneLine(experiment("--set", "test.questions=900000"), "questions");
        assertOneLine(experiment("--with", "train.itrations=3"), "itrations");
    }

    private static void assertOneLine(CommandRun run, String part) {
        assertEquals(ExitStatus.BAD_USAGE, run.status(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(part), run.err());
    }
}
