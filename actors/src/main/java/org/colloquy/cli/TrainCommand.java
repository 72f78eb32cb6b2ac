package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.actors.node.LogTraining;
import org.colloquy.log.RunDirectory;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a scenario's agents in a new run directory. */
@Command(
        name = "train",
        description = "Train a scenario's agents: they practise, compare and learn, in turn.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy train scenarios/ilr-arithmetic.yaml",
            "  ./colloquy train scenarios/ilr-arithmetic.yaml --set train.iterations=5",
            "  ./colloquy train --from-log runs/RUN --set train.update.learning-rate=1e-4",
            "",
            "Ctrl-C stops; colloquy resume goes on. Checkpoints are in RUN_DIR/checkpoints."
        })
final class TrainCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE|RUN_DIR",
            description = "A scenario file with train, or a run directory to train again.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--from-log",
            paramLabel = "RUN_DIR",
            description = {
                "Learn from that run's log alone, without sampling; with --set, by other",
                "settings. What was recorded stays as it is."
            })
    private Optional<Path> fromLog = Optional.empty();

    @Mixin private final Overrides overrides = new Overrides();

    @Mixin private final RunFolder folders = new RunFolder();

    @Mixin private final RunOptions options = new RunOptions();

    @Mixin private final ClusterNodes cluster = new ClusterNodes();

    TrainCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (file.isPresent() == fromLog.isPresent()) {
            throw CommandFailure.badUsage(
                    file.isPresent() ? "a file and --from-log" : "nothing to train",
                    "name either a scenario file or, behind --from-log, a run directory");
        }
        Path source = file.or(() -> fromLog).orElseThrow();
        Scenario scenario = ScenarioSource.read(source, overrides.list());
        requireLearners(source, scenario);
        if (cluster.isChosen()) {
            if (fromLog.isPresent()) {
                throw CommandFailure.badUsage(
                        "--cluster with --from-log", "a log asks no model; train here");
            }
            return cluster.run(screen, scenario, folders.chosen(), options);
        }
        RunSession session = new RunSession(screen, options, scenario);
        if (fromLog.isEmpty()) {
            return session.run(
                    folders.of(scenario),
                    (folder, launch) -> ColloquyRun.train(folder, scenario, launch));
        }
        Path log = RunDirectory.logOf(source);
        return session.run(
                folders.of(scenario),
                (folder, launch) -> LogTraining.start(folder, log, scenario, launch));
    }

    private static void requireLearners(Path source, Scenario scenario) {
        if (scenario.training().isEmpty()) {
            throw CommandFailure.badUsage(
                    source + " says nothing of training",
                    "add a section, at the least 'train: {}', or use colloquy run");
        }
        if (scenario.trainedPolicies().isEmpty()) {
            throw CommandFailure.badUsage(
                    "no agent of " + source + " can learn",
                    "give one a transformer model and leave it unfrozen");
        }
    }
}
