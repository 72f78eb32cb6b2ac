package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a scenario into a new run directory. */
@Command(
        name = "run",
        description = "Run a scenario, or the scenario of an earlier run again.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy run scenarios/quickstart.yaml",
            "  ./colloquy run scenarios/quickstart.yaml --set seed=7 --set questions.count=4",
            "  ./colloquy run runs/RUN --run-dir again --json",
            "  ./colloquy run scenarios/quickstart.yaml --cluster 127.0.0.1:7355",
            "",
            "Ctrl-C stops at the end of what is being recorded and says how to resume."
        })
final class RunCommand implements Callable<Integer> {

    /** The log's formats as they are named in scenarios. */
    enum Format {
        JSONL,
        KRYO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Screen screen;

    @Parameters(
            paramLabel = "FILE|RUN_DIR",
            description = "A scenario file, or a run directory whose scenario is run again.")
    private Path source = Path.of("");

    @Mixin private final Overrides overrides = new Overrides();

    @Mixin private final RunFolder folders = new RunFolder();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default: as in the scenario, else jsonl.")
    private Optional<Format> logFormat = Optional.empty();

    @Mixin private final RunOptions options = new RunOptions();

    @Mixin private final ClusterNodes cluster = new ClusterNodes();

    RunCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        List<String> values = new ArrayList<>(overrides.list());
        logFormat.ifPresent(format -> values.add("record.format=" + format));
        Scenario scenario = ScenarioSource.read(source, values).withoutTraining();
        if (cluster.isChosen()) {
            return cluster.run(screen, scenario, folders.chosen(), options);
        }
        RunSession session = new RunSession(screen, options, scenario);
        return session.run(
                folders.of(scenario),
                (folder, launch) -> ColloquyRun.start(folder, scenario, launch));
    }
}
