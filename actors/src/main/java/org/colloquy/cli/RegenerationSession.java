package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.Regeneration;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.replay.Verification.Status;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/** Runs a recorded run's models again, showing how far it is, and compares. */
final class RegenerationSession {

    private final Screen screen;
    private final int threads;
    private final Computing computing;
    private final boolean json;

    RegenerationSession(Screen screen, int threads, Computing computing, boolean json) {
        this.screen = screen;
        this.threads = threads;
        this.computing = computing;
        this.json = json;
    }

    /**
     * Runs to the end, or to the first difference.
     *
     * @throws CommandFailure if the second run failed
     */
    ReplayReport run(Path log) throws IOException {
        Arguments.atLeast(1, threads, "--threads");
        Scenario scenario = scenario(log);
        Regeneration.Outcome outcome;
        try (Interruption interruption = new Interruption();
                RunView view =
                        new RunView(
                                screen, "", dialogues(scenario), new RunView.Show(false, !json))) {
            NodeSettings settings =
                    new NodeSettings(threads, NodeSettings.inFlight(scenario), computing);
            Launch launch =
                    new Launch(
                            Versions.colloquy(),
                            settings,
                            ScenarioModels.of(scenario, settings),
                            view);
            Regeneration.Handle handle = Regeneration.start(log, launch);
            interruption.stopBy(handle.run()::stop);
            outcome = handle.outcome().toCompletableFuture().join();
        }
        return report(outcome, scenario.training().isPresent());
    }

    private static int dialogues(Scenario scenario) {
        return scenario.training()
                .map(
                        training ->
                                training.iterations()
                                        * training.grpo().questions()
                                        * training.grpo().groupSize())
                .orElse(scenario.questions().count() * scenario.interaction().samples());
    }

    private static ReplayReport report(Regeneration.Outcome outcome, boolean trained) {
        if (outcome.first().isPresent()) {
            return new ReplayReport(
                    Status.DIVERGED,
                    "",
                    outcome.equal(),
                    outcome.first(),
                    "the models, or this version, are not those of the record");
        }
        if (outcome.result().status() != RunResult.Status.FINISHED) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "the models were not run to the end: " + outcome.result().reason(),
                    "equal so far: " + Counted.of(outcome.equal(), "record"));
        }
        return new ReplayReport(
                Status.IDENTICAL,
                "again: every token of the models, "
                        + (trained ? "and all that they learned, bit for bit" : "bit for bit"),
                outcome.equal(),
                Optional.empty(),
                "");
    }

    private static Scenario scenario(Path log) throws IOException {
        try (LogReader reader = LogReader.open(log)) {
            return reader.next()
                    .map(Recorded::event)
                    .map(
                            event ->
                                    event instanceof RunStarted started
                                            ? started.scenario().text()
                                            : "{}")
                    .map(text -> ResolvedScenario.read(text, log.toString(), List.of()))
                    .orElseThrow(() -> CommandFailure.badUsage(log + " is empty", ""));
        }
    }
}
