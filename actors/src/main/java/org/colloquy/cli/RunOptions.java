package org.colloquy.cli;

import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a run uses the machine and what it prints; nothing of it changes what is recorded. */
final class RunOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with; default: one per core.")
    private int threads = NodeSettings.ofMachine().threads();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description =
                    "The most dialogues at once; default: "
                            + NodeSettings.DEFAULT_IN_FLIGHT
                            + ", in training "
                            + NodeSettings.TRAINING_IN_FLIGHT
                            + ".")
    private Optional<Integer> inFlight = Optional.empty();

    @Mixin private final BackendOption backend = new BackendOption();

    @Mixin private final EndpointOptions endpoints = new EndpointOptions();

    @Option(names = "--quiet", description = "Print only the last line, or what is wrong.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object at the end, and nothing else.")
    private boolean json;

    /**
     * @param scenario with {@code train} if it is for a training
     * @param say takes a sentence on what was chosen for the user
     */
    NodeSettings settings(Scenario scenario, Consumer<String> say) {
        int usual = NodeSettings.inFlight(scenario);
        Arguments.atLeast(1, threads, "--threads");
        Arguments.atLeast(1, inFlight.orElse(usual), "--in-flight");
        return new NodeSettings(
                threads, inFlight.orElse(usual), backend.computing(quiet ? sentence -> {} : say));
    }

    EndpointOptions endpoints() {
        return endpoints;
    }

    boolean quiet() {
        return quiet;
    }

    boolean json() {
        return json;
    }
}
