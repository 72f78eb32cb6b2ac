package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.node.RunHandle;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunSessionTest {

    private static final String DIVERGED = "step 2 of agent ada: adamW gave NaN; lower the rate";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** The status of a session whose run ends so. */
    private int end(String scenario, Status status, String reason) throws IOException {
        Path simulated =
                Files.writeString(folder.resolve("two.yaml"), ScenarioCommandTest.SIMULATED);
        Path run = folder.resolve("run");
        CommandRun.of("run", simulated.toString(), "--run-dir", run.toString());
        Path file = Files.writeString(folder.resolve("scenario.yaml"), scenario);
        Scenario read = ScenarioReader.read(file, List.of());
        RunResult result = new RunResult(status, 0, 0, reason);
        return new RunSession(Screen.plain(out, err), new RunOptions(), read)
                .run(run, (into, launch) -> new Ended(CompletableFuture.completedFuture(result)));
    }

    @Test
    void aTrainingThatDivergesEndsWithStatus1AndSaysWhere() throws IOException {
        int status = end(TrainCommandTest.TINY, Status.FAILED, DIVERGED);
        assertEquals(1, status);
        assertEquals(
                "colloquy: the training failed: " + DIVERGED + "\n",
                err.toString(StandardCharsets.UTF_8));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("failed: 0 iterations"));
    }

    @Test
    void aStoppedRunSaysHowToGoOn() throws IOException {
        int status = end(ScenarioCommandTest.SIMULATED, Status.INTERRUPTED, "");
        assertEquals(130, status);
        assertTrue(
                out.toString(StandardCharsets.UTF_8)
                        .endsWith("resume  ./colloquy resume " + folder.resolve("run") + "\n"));
    }

    private record Ended(CompletionStage<RunResult> result) implements RunHandle {
        @Override
        public void stop() {}
    }
}
