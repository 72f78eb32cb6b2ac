package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.VectorOps;
import org.colloquy.web.ViewerServer.Address;
import org.colloquy.web.serve.ModelEndpoint;
import org.colloquy.web.serve.ServeLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in which one agent speaks through our own endpoint, beside two that do not. */
final class EndpointRunTest {

    private static final String TOKEN = "a-token-of-the-test-4711";

    @TempDir private static Path folder;

    private static ModelEndpoint.Serving serving;
    private static Path scenario;

    @BeforeAll
    static void serve() throws IOException {
        TransformerModel ada = TransformerModel.read("builtin:ada", () -> new VectorOps(1));
        serving =
                ModelEndpoint.start(
                        Map.of("ada", ada),
                        new Address("127.0.0.1", 0, Optional.of(TOKEN)),
                        new ServeLimits(16, 64, Duration.ofMinutes(5)),
                        new NodeSettings(1, 8));
        Files.writeString(folder.resolve("key"), TOKEN);
        scenario =
                Files.writeString(
                        folder.resolve("mixed.yaml"),
                        """
                        name: mixed
                        seed: 3
                        agents:
                          - name: ada
                            model:
                              provider: openai
                              base-url: http://127.0.0.1:%d/v1
                              model: ada
                              key-file: key
                              log-probs: true
                              price-input: 1
                              price-output: 2
                          - name: bel
                            model: {provider: transformer, weights: "builtin:bel"}
                          - name: sim
                            model: {provider: simulated, ability: 1}
                        questions: {source: arithmetic, count: 4, levels: [1]}
                        interaction: {validation: 2, sampling: {temperature: 0.7}}
                        """
                                .formatted(serving.address().port()));
    }

    @AfterAll
    static void stop() {
        serving.close();
    }

    private static CommandRun run(String directory, String... more) {
        return CommandRun.of(
                Stream.concat(
                                Stream.of(
                                        "run",
                                        scenario.toString(),
                                        "--run-dir",
                                        folder.resolve(directory).toString(),
                                        "--json"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void aMixedCastRunsOnceAndReplaysWithoutTheEndpoint() throws IOException {
        String cache = folder.resolve("cache").toString();
        JsonNode first = run("a", "--cache", cache).json();
        assertEquals("finished", first.path("status").asText(), first.toString());
        assertEquals(0, first.path("failed").asInt());
        JsonNode usage = first.path("usage").path(0);
        assertEquals("ada", usage.path("model").asText());
        assertTrue(usage.path("requests").asInt() >= 12, usage.toString());
        double cost =
                (usage.path("promptTokens").asInt() + 2.0 * usage.path("completionTokens").asInt())
                        / 1e6;
        assertEquals(cost, usage.path("cost").asDouble(), 1e-12);

        JsonNode again = run("b", "--cache", cache).json();
        assertEquals(first.path("digest"), again.path("digest"));
        assertEquals(0, again.path("usage").path(0).path("requests").asInt());
        assertEquals(
                usage.path("requests").asInt(), again.path("usage").path(0).path("cached").asInt());

        for (Path file : files(folder.resolve("a"))) {
            assertFalse(Files.readString(file).contains(TOKEN), file.toString());
        }
        String log = Files.readString(folder.resolve("a/interactions.jsonl"));
        assertTrue(log.contains("\"ids\":[-1,"), "the endpoint's tokens are not counted");
        CommandRun verified =
                CommandRun.of("replay", folder.resolve("a").toString(), "--verify", "--json");
        assertEquals("identical", verified.json().path("status").asText(), verified.err());
        CommandRun regenerated =
                CommandRun.of("replay", folder.resolve("a").toString(), "--regenerate");
        assertEquals(ExitStatus.BAD_USAGE, regenerated.status(), regenerated.err());
    }

    @Test
    void aBudgetEndsARunThatGoesOnLater() {
        JsonNode whole = run("whole").json();
        CommandRun tight = run("tight", "--budget-tokens", "400", "--in-flight", "1");
        assertEquals(ExitStatus.INTERRUPTED, tight.status(), tight.err());
        assertTrue(tight.err().contains("the budget is spent"), tight.err());
        assertEquals("interrupted", tight.json().path("status").asText());
        JsonNode resumed =
                CommandRun.of("resume", folder.resolve("tight").toString(), "--json").json();
        assertEquals("finished", resumed.path("status").asText(), resumed.toString());
        assertEquals(whole.path("digest"), resumed.path("digest"));
    }

    @Test
    void theShippedScenarioRunsAgainstOurOwnEndpoint() {
        Path shipped = Path.of("..", "scenarios", "endpoint", "served-ada.yaml").toAbsolutePath();
        CommandRun run =
                CommandRun.of(
                        "run",
                        shipped.normalize().toString(),
                        "--run-dir",
                        folder.resolve("shipped").toString(),
                        "--json",
                        "--set",
                        "questions.count=1",
                        "--set",
                        "interaction.validation=0",
                        "--set",
                        "agents.ada.model.base-url=http://127.0.0.1:%d/v1"
                                .formatted(serving.address().port()),
                        "--set",
                        "agents.ada.model.key-file=" + folder.resolve("key"));
        assertEquals(ExitStatus.WELL, run.status(), run.err());
        assertEquals(3, run.json().path("usage").path(0).path("requests").asInt());
    }

    @Test
    void aMissingKeyIsOneLine() {
        CommandRun none = run("none", "--set", "agents[0].model.key-file=no-such-file");
        assertEquals(ExitStatus.BAD_USAGE, none.status(), none.err());
        assertEquals(1, none.err().lines().count(), none.err());
        assertTrue(none.err().contains("no-such-file"), none.err());
    }

    private static Iterable<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
