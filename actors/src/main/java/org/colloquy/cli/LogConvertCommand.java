package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogDigest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a log in the other format. */
@Command(
        name = "convert",
        description = "Write a log in the format of another file's name; the digest stays.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy log convert runs/RUN run.klog",
            "  ./colloquy log convert run.klog run.jsonl"
        })
final class LogConvertCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "The new file; .jsonl or .klog by its name.")
    private Path to = Path.of("");

    LogConvertCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Path from = log.file();
        if (!LogArgument.isNamedLikeALog(to)) {
            throw CommandFailure.badUsage(
                    to + " does not say which format", "end it in .jsonl or .klog");
        }
        if (Files.exists(to)) {
            throw CommandFailure.badUsage(to + " exists", "remove it or name another file");
        }
        LogDigest digest = InteractionLog.convert(from, to);
        screen.out().println(screen.safe(to + ": " + Files.size(to) + " bytes"));
        screen.out().println("digest " + digest.hex());
        return ExitStatus.WELL;
    }
}
