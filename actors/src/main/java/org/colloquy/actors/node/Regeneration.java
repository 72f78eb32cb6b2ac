package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.recording.SectionSink;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogReader;
import org.colloquy.replay.Difference;
import org.colloquy.replay.LogComparison;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a recorded run's models again, trains them again if it trained, keeps nothing of it, and
 * compares every event with the record.
 *
 * <p>A log that ends before its run did is compared as far as it goes.
 */
public final class Regeneration {

    private static final Logger LOG = LoggerFactory.getLogger(Regeneration.class);

    private Regeneration() {}

    /**
     * What came of it.
     *
     * @param result of the second run; finished, too, where the comparison ended it
     * @param equal number of records that were found equal, from the first on
     * @param first difference; empty if there is none
     */
    public record Outcome(RunResult result, long equal, Optional<Difference> first) {}

    /** A second run that is under way. */
    public record Handle(RunHandle run, CompletionStage<Outcome> outcome) {}

    /**
     * Starts at once.
     *
     * @throws org.colloquy.log.LogException if the log is not sound
     * @throws IOException if the log or a model cannot be read
     */
    public static Handle start(Path log, Launch launch) throws IOException {
        InteractionLog.Check check = InteractionLog.check(log);
        RunStarted recorded = header(log);
        Scenario scenario =
                ResolvedScenario.read(recorded.scenario().text(), log.toString(), List.of());
        RunPlan plan = ColloquyRun.plan(scenario);
        OpenModels models = OpenModels.of(scenario, launch.models());
        Path scratch = Files.createTempDirectory("colloquy-again-");
        try {
            Beside beside = new Beside(LogComparison.with(log), check);
            RunStarted header =
                    ColloquyRun.header(
                            scenario, models.participants(scenario), recorded.engineVersion());
            RunState state = new RunState(plan);
            beside.compare(List.of(header));
            state.accept(header);
            RunHandle run =
                    ActorRun.start(
                            new Guardian.Run(
                                    plan,
                                    state,
                                    models.bySeat(),
                                    new TranscriptPrompts(),
                                    beside,
                                    launch.listener(),
                                    Courses.open(scenario, models, scratch, log, 0, launch),
                                    Optional.empty()),
                            launch.settings());
            return new Handle(
                    run, run.result().thenApply(result -> outcome(beside, result, scratch)));
        } catch (IOException | RuntimeException failure) {
            models.close();
            FileTree.delete(scratch);
            throw failure;
        }
    }

    private static Outcome outcome(Beside beside, RunResult result, Path scratch) {
        try {
            FileTree.delete(scratch);
        } catch (IOException left) {
            LOG.warn("{} could not be removed: {}", scratch, left.toString());
        }
        return beside.outcome(result);
    }

    private static RunStarted header(Path log) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            return reader.next()
                    .map(record -> record.event())
                    .filter(RunStarted.class::isInstance)
                    .map(RunStarted.class::cast)
                    .orElseThrow(() -> new IOException(log + " is empty; there is nothing to run"));
        }
    }

    /** Stops the second run where it parts from the record, or where the record ends. */
    private static final class Beside implements SectionSink {

        private final LogComparison comparison;
        private final InteractionLog.Check recorded;
        private volatile Optional<Difference> first = Optional.empty();
        private volatile boolean compared;
        private boolean closed;

        Beside(LogComparison comparison, InteractionLog.Check recorded) {
            this.comparison = comparison;
            this.recorded = recorded;
        }

        void compare(List<InteractionEvent> events) throws IOException {
            first = comparison.accept(events);
        }

        @Override
        public void append(List<InteractionEvent> sections) throws IOException {
            if (first.isEmpty()) {
                compare(sections);
            }
            if (first.isPresent()) {
                compared = true;
                throw new IOException("the record and the models part");
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                comparison.close();
            }
        }

        Outcome outcome(RunResult result) {
            boolean wholeRecord = comparison.equal() == recorded.records();
            return new Outcome(
                    compared ? new RunResult(Status.FINISHED, 0, 0, "") : result,
                    comparison.equal(),
                    wholeRecord ? Optional.empty() : first);
        }
    }
}
