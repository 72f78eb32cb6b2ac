package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.replay.LogStatistics;
import org.colloquy.replay.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what was said, or proves that it was said so. */
@Command(
        name = "replay",
        description = "Show a recorded run as a conversation, or check that it replays.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy replay runs/RUN --dialogue 0.3.1",
            "  ./colloquy replay runs/RUN --verify",
            "  ./colloquy replay runs/RUN --regenerate --json"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final double READING_TURNS_PER_SECOND = 4;

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Option(
            names = "--speed",
            paramLabel = "TURNS",
            description = {
                "Turns shown per second; 0 for all at once.",
                "Default: 4 on a terminal, else 0."
            })
    private OptionalDouble speed = OptionalDouble.empty();

    @Option(
            names = "--dialogue",
            paramLabel = "ID",
            description = "Show only this dialogue, such as 0.3.1.")
    private Optional<String> dialogue = Optional.empty();

    @Option(names = "--agent", paramLabel = "NAME", description = "Show only what this agent said.")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--verify",
            description = "Take every decision again from the record, without any model.")
    private boolean verify;

    @Option(
            names = "--regenerate",
            description =
                    "Run the models again, too, in training they learn again; compare every token.")
    private boolean regenerate;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads for --regenerate; default: one per core.")
    private int threads = NodeSettings.ofMachine().threads();

    @Mixin private final BackendOption backend = new BackendOption();

    @Option(
            names = "--json",
            description = "Print one JSON object; checks as --verify where nothing else is asked.")
    private boolean json;

    ReplayCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        if (regenerate || verify || json) {
            ReplayReport report = ReplayReport.of(verification());
            if (regenerate && report.identical()) {
                report = regeneration().run(log.file());
            }
            return report.print(screen, json);
        }
        show();
        return ExitStatus.WELL;
    }

    private RegenerationSession regeneration() {
        return new RegenerationSession(screen, threads, backend.computing(screen, json), json);
    }

    private Verification verification() throws IOException {
        Optional<Path> run = log.runDirectory();
        return run.isPresent() ? Verification.of(run.get()) : Verification.ofLog(log.file());
    }

    private void show() throws IOException {
        double turnsPerSecond = speed.orElse(screen.live() ? READING_TURNS_PER_SECOND : 0);
        if (!(turnsPerSecond >= 0)) {
            throw CommandFailure.badUsage(
                    "--speed is " + turnsPerSecond, "give turns per second, or 0 for all at once");
        }
        LogStatistics statistics =
                new Playback(screen, new Pace(turnsPerSecond), dialogue, agent).show(log.file());
        if (dialogue.isEmpty()) {
            screen.out().println(RunSummary.table(statistics, screen));
        }
    }
}
