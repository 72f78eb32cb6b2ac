package org.colloquy.cli;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.cluster.ClusterClient;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a cluster of JVMs on this machine, runs a scenario on it, and takes it down. */
@Command(
        name = "up",
        description = "Start nodes as JVMs of their own on this machine, run, and take them down.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy cluster up --nodes 3 scenarios/quickstart.yaml",
            "  ./colloquy cluster up --nodes 2 scenarios/ilr-arithmetic.yaml --train",
            "",
            "The log is byte for byte that of ./colloquy run."
        })
final class ClusterUpCommand implements Callable<Integer> {

    private static final int MOST_NODES = 64;

    private final Screen screen;

    @Parameters(paramLabel = "FILE|RUN_DIR", description = "A scenario, or a run to run again.")
    private Path source = Path.of("");

    @Option(names = "--nodes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int nodes = 3;

    @Option(names = "--train", description = "Train, as ./colloquy train does.")
    private boolean train;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of each node; default: the cores, shared.")
    private Optional<Integer> threads = Optional.empty();

    @Mixin private final Overrides overrides = new Overrides();

    @Mixin private final RunFolder folders = new RunFolder();

    @Option(names = "--quiet", description = "Print only the last lines, or what is wrong.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
    private boolean json;

    ClusterUpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Arguments.atLeast(1, nodes, "--nodes");
        if (nodes > MOST_NODES) {
            throw CommandFailure.badUsage(
                    "--nodes " + nodes, "one machine takes at most " + MOST_NODES);
        }
        Scenario read = ScenarioSource.read(source, overrides.list());
        if (train && read.training().isEmpty()) {
            throw CommandFailure.badUsage(
                    source + " says nothing of training", "leave --train out");
        }
        Scenario scenario = train ? read : read.withoutTraining();
        Path folder = folders.of(scenario).toAbsolutePath().normalize();
        requireEmpty(folder);
        Path runs = Objects.requireNonNull(folder.getParent(), "a run has a parent folder");
        Files.createDirectories(runs);
        int each = threads.orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / nodes));
        Arguments.atLeast(1, each, "--threads");
        try (LocalNodes local = new LocalNodes(runs, each)) {
            List<String> names = local.start(nodes);
            if (!quiet && !json) {
                screen.err().println("nodes " + String.join(", ", names));
            }
            try (ClusterClient client = new ClusterClient(names, ConfigFactory.empty())) {
                return new AwaySession(screen, client, scenario, quiet, json)
                        .run(String.valueOf(folder.getFileName()));
            }
        }
    }

    /** A new run's folder is made by whoever leads the run. */
    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.delete(folder);
        } catch (java.nio.file.DirectoryNotEmptyException full) {
            throw CommandFailure.badUsage(
                    folder + " is not empty",
                    "colloquy resume goes on with a run; a new run needs a new folder");
        }
    }
}
