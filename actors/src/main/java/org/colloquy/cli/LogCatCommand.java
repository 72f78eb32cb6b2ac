package org.colloquy.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints a log's records as JSON Lines, whatever its format. */
@Command(
        name = "cat",
        description = "Print a log's records as JSON Lines, whatever its format.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy log cat runs/RUN | head -3",
            "  ./colloquy log cat run.klog --type mode-chosen,dialogue-ended"
        })
final class LogCatCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only records of these types, such as turn-taken.")
    private List<String> types = List.of();

    @Option(names = "--json", description = "Taken for the sake of scripts: it is JSON already.")
    private boolean json;

    LogCatCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        try (LogReader reader = LogReader.open(log.file())) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (types.isEmpty() || types.contains(InteractionLog.type(next.get().event()))) {
                    screen.out().println(InteractionLog.line(next.get()));
                }
                if (screen.out().checkError()) {
                    return ExitStatus.WELL;
                }
            }
        }
        return ExitStatus.WELL;
    }
}
