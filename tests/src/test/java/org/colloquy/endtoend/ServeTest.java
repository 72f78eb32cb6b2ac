package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent served by one process speaks in another's run, which then needs it no more. */
final class ServeTest {

    private static final long PATIENCE_SECONDS = 300;

    @TempDir private Path folder;

    @Test
    void aServedAgentSpeaksInAnotherProcess() throws Exception {
        Path run = folder.resolve("run");
        Process server =
                Colloquy.plain()
                        .command("serve", "builtin:ada", "--port", "0", "--threads", "1", "--json")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out = server.inputReader()) {
            JsonNode serving = new ObjectMapper().readTree(out.readLine());
            assertEquals("ada", serving.path("models").path(0).asText());
            Colloquy.Result ran = run(run, serving.path("url").asText());
            assertEquals(0, ran.exitCode(), ran.out() + ran.err());
            JsonNode summary = new ObjectMapper().readTree(ran.lastLine());
            assertTrue(summary.path("usage").path(0).path("completionTokens").asInt() > 0);
        } finally {
            server.destroy();
            assertTrue(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
        }
        Colloquy.Result verified = Colloquy.plain().run("replay", run.toString(), "--verify");
        assertEquals(0, verified.exitCode(), verified.out() + verified.err());
    }

    private static Colloquy.Result run(Path run, String url) throws IOException {
        return Colloquy.plain()
                .run(
                        "run",
                        "scenarios/endpoint/served-ada.yaml",
                        "--run-dir",
                        run.toString(),
                        "--set",
                        "agents.ada.model.base-url=" + url,
                        "--set",
                        "agents.ada.model.timeout-seconds=3600",
                        "--set",
                        "questions.count=1",
                        "--set",
                        "interaction.validation=2",
                        "--set",
                        Colloquy.PATIENT,
                        "--json");
    }
}
