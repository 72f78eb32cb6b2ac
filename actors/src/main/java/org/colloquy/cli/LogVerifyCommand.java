package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a log's running hash and the place of each record. */
@Command(
        name = "verify",
        description = "Check the running hash and the place of every record.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy log verify runs/RUN",
            "  ./colloquy log verify interactions.klog --json",
            "",
            "Exits with 3 at the first record that is missing, torn, moved or altered.",
            "'replay --verify' also takes every decision again."
        })
final class LogVerifyCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    LogVerifyCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path file = log.file();
        InteractionLog.Check check;
        try {
            check = InteractionLog.check(file);
        } catch (LogException unsound) {
            return corrupt(unsound);
        }
        if (json) {
            screen.out()
                    .println(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("status", check.ended() ? "sound" : "unfinished")
                                    .put("records", check.records())
                                    .put("digest", check.digest().hex()));
        } else {
            screen.out()
                    .println(
                            screen.safe(file.toString())
                                    + ": "
                                    + Counted.of(check.records(), "record")
                                    + (check.ended()
                                            ? ", sound to its end"
                                            : ", sound so far; the run has not ended"));
            screen.out().println("digest " + check.digest().hex());
        }
        return ExitStatus.WELL;
    }

    private int corrupt(LogException unsound) throws LogException {
        if (!json) {
            throw unsound;
        }
        screen.out()
                .println(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("status", "corrupt")
                                .put("first", unsound.problem().sentence()));
        return ExitStatus.DIVERGED;
    }
}
