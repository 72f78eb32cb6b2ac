package org.colloquy.actors.node;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.recording.LogSink;
import org.colloquy.actors.training.Course;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.log.LogDigest;
import org.colloquy.log.LogWriter;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest.RunStatus;

/** A run whose directory says how it ended, and is let go, before its result is told. */
record DirectoryRun(Optional<RunHandle> run, CompletionStage<RunResult> result)
        implements RunHandle {

    /** Goes on behind {@code state}; owns the directory, the writer and the models. */
    static RunHandle start(
            RunDirectory directory,
            LogWriter writer,
            RunPlan plan,
            RunState state,
            OpenModels models,
            Optional<Course> course,
            Launch launch)
            throws IOException {
        RunHandle run =
                ActorRun.start(
                        new Guardian.Run(
                                plan,
                                state,
                                models.bySeat(),
                                new TranscriptPrompts(),
                                new LogSink(writer, directory.timings()),
                                launch.listener(),
                                course,
                                launch.abroad()),
                        launch.settings());
        return new DirectoryRun(
                Optional.of(run),
                run.result()
                        .thenApply(result -> settled(result, directory, writer.digest(), launch)));
    }

    /** A run that needs nothing more than to be marked as what it is. */
    static RunHandle ended(
            RunDirectory directory, LogDigest digest, RunState state, Launch launch) {
        RunResult result =
                new RunResult(Status.FINISHED, state.statistics().totals().failed(), 0, "");
        return new DirectoryRun(
                Optional.empty(),
                CompletableFuture.completedFuture(settled(result, directory, digest, launch)));
    }

    @Override
    public void stop() {
        run.ifPresent(RunHandle::stop);
    }

    /** Leaves alone what another process leads by now. */
    private static RunResult settled(
            RunResult result, RunDirectory directory, LogDigest digest, Launch launch) {
        RunStatus status =
                switch (result.status()) {
                    case FINISHED -> result.well() ? RunStatus.FINISHED : RunStatus.FAILED;
                    case INTERRUPTED -> RunStatus.INTERRUPTED;
                    case FAILED -> RunStatus.FAILED;
                };
        boolean whole = result.status() == Status.FINISHED;
        try (directory) {
            if (launch.abroad().map(Abroad::leads).orElse(true)) {
                directory.mark(status, whole ? Optional.of(digest) : Optional.empty());
            }
            return result;
        } catch (IOException failure) {
            String reason =
                    result.reason().isEmpty()
                            ? "run.json cannot be written: "
                            : result.reason() + "; ";
            return new RunResult(
                    Status.FAILED, result.failedDialogues(), result.unanswered(), reason + failure);
        }
    }
}
