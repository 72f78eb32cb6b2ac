package org.colloquy.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
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

    ReplayCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        double turnsPerSecond = speed.orElse(screen.live() ? READING_TURNS_PER_SECOND : 0);
        if (!(turnsPerSecond >= 0)) {
            throw CommandFailure.badUsage(
                    "--speed is " + turnsPerSecond, "give turns per second, or 0 for all at once");
        }
        RunTally tally =
                new Conversation(screen, new Pace(turnsPerSecond), dialogue, agent)
                        .show(log.file());
        if (dialogue.isEmpty()) {
            screen.out().println(RunSummary.table(tally, screen));
        }
        return ExitStatus.WELL;
    }
}
