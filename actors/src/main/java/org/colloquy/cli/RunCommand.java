package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioReader;
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
            "",
            "Ctrl-C stops at the end of what is being recorded and says how to resume."
        })
final class RunCommand implements Callable<Integer> {

    private static final Path RUNS = Path.of("runs");

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

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run goes; default: a new directory in runs/.")
    private Optional<Path> runDir = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default: as in the scenario, else jsonl.")
    private Optional<Format> logFormat = Optional.empty();

    @Mixin private final RunOptions options = new RunOptions();

    RunCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        options.settings();
        List<String> values = new ArrayList<>(overrides.list());
        logFormat.ifPresent(format -> values.add("record.format=" + format));
        Scenario scenario =
                Files.isDirectory(source)
                        ? ofRun(source, values)
                        : ScenarioReader.read(source, values);
        Path folder =
                runDir.isPresent()
                        ? runDir.get()
                        : RunDirectory.newPath(RUNS, scenario.name(), Instant.now());
        return new RunSession(screen, options, folder, scenario)
                .run(launch -> ColloquyRun.start(folder, scenario, launch));
    }

    private static Scenario ofRun(Path run, List<String> values) throws IOException {
        RunManifest manifest = RunManifest.read(run);
        Format format = manifest.log().endsWith(".klog") ? Format.KRYO : Format.JSONL;
        List<String> all = new ArrayList<>(List.of("record.format=" + format));
        all.addAll(values);
        return ResolvedScenario.read(manifest.scenario().text(), run + "/run.json", all);
    }
}
