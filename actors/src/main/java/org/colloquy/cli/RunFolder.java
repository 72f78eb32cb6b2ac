package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.colloquy.log.RunDirectory;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Option;

/** {@code --run-dir}, for every command that makes a run. */
final class RunFolder {

    private static final Path RUNS = Path.of("runs");

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run goes; default: a new directory in runs/.")
    private Optional<Path> chosen = Optional.empty();

    /** What was named. */
    Optional<Path> chosen() {
        return chosen;
    }

    Path of(Scenario scenario) throws IOException {
        return chosen.isPresent()
                ? chosen.get()
                : RunDirectory.newPath(RUNS, scenario.name(), Instant.now());
    }
}
