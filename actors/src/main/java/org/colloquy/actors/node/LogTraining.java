package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.training.Course;
import org.colloquy.checkpoint.Metrics;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.LogException;
import org.colloquy.log.LogProblem;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.RolloutRules;
import org.colloquy.scenario.Scenario;

/**
 * Training from a recorded log alone, under the same settings or others: every iteration of the
 * record is learned from, with the log-probabilities that it holds. The new run directory has
 * checkpoints and metrics, and no log of its own.
 */
public final class LogTraining {

    private LogTraining() {}

    /**
     * Starts in a folder that is new or empty.
     *
     * @param log of a training run, whose agents are those of the scenario
     * @throws LogException if the log holds no whole iteration
     * @throws IOException if the log or a model cannot be read, or the folder not be written
     */
    public static RunHandle start(Path folder, Path log, Scenario scenario, Launch launch)
            throws IOException {
        int iterations = Math.min(iterations(log), scenario.training().orElseThrow().iterations());
        OpenModels models = OpenModels.of(scenario, launch.models());
        try {
            RunDirectory directory =
                    RunDirectory.create(
                            folder,
                            ColloquyRun.manifest(
                                    folder,
                                    ColloquyRun.header(
                                            scenario,
                                            models.participants(scenario),
                                            launch.engineVersion()),
                                    scenario));
            try {
                Course course =
                        Courses.open(scenario, models, directory.path(), directory.log(), 0, launch)
                                .orElseThrow()
                                .over(iterations);
                RolloutRules rules = RolloutRules.of(scenario);
                CompletableFuture<RunResult> reached = new CompletableFuture<>();
                RunHandle run =
                        ActorRun.start(
                                Study.create(
                                        course,
                                        log,
                                        () ->
                                                new Rollout(
                                                        rules, scenario.questions().answerGrader()),
                                        launch.listener(),
                                        reached),
                                Study.Stop.NOW,
                                reached,
                                launch.settings(),
                                models::close);
                return new DirectoryRun(
                        Optional.of(run), run.result().thenApply(end -> settled(end, directory)));
            } catch (IOException | RuntimeException failure) {
                directory.close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            models.close();
            throw failure;
        }
    }

    /** Whether a run directory was made by training from another run's log. */
    static boolean made(RunDirectory directory) {
        return Files.notExists(directory.log())
                && Files.exists(directory.path().resolve(Metrics.FILE));
    }

    private static int iterations(Path log) throws IOException {
        int iterations = 0;
        try (LogReader reader = LogReader.open(log)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                iterations += next.get().event() instanceof IterationEnded ? 1 : 0;
            }
        }
        if (iterations == 0) {
            throw new LogException(
                    new LogProblem.BadRun(
                            log + " holds no whole iteration of training",
                            "name a run directory that colloquy train wrote"));
        }
        return iterations;
    }

    private static RunResult settled(RunResult result, RunDirectory directory) {
        RunStatus status =
                switch (result.status()) {
                    case FINISHED -> RunStatus.FINISHED;
                    case INTERRUPTED -> RunStatus.INTERRUPTED;
                    case FAILED -> RunStatus.FAILED;
                };
        try (directory) {
            directory.mark(status, Optional.empty());
            return result;
        } catch (IOException failure) {
            return new RunResult(
                    RunResult.Status.FAILED, 0, 0, "run.json cannot be written: " + failure);
        }
    }
}
