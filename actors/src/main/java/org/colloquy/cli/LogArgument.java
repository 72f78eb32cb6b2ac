package org.colloquy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.LogFormat;
import picocli.CommandLine.Parameters;

/** A log as the user names it: the file, or the run directory that it is in. */
final class LogArgument {

    @Parameters(
            index = "0",
            paramLabel = "LOG",
            description = "A run directory, or a .jsonl or .klog file.")
    private Path named = Path.of("");

    /**
     * The log's file.
     *
     * @throws CommandFailure if there is none
     */
    Path file() {
        return in(named);
    }

    /** The run directory, if that is what was named. */
    Optional<Path> runDirectory() {
        return Files.exists(named.resolve("run.json")) ? Optional.of(named) : Optional.empty();
    }

    static Path in(Path named) {
        if (Files.isDirectory(named)) {
            List<Path> logs =
                    Arrays.stream(LogFormat.values())
                            .map(format -> named.resolve(format.fileName()))
                            .filter(Files::isRegularFile)
                            .toList();
            if (logs.size() == 1) {
                return logs.getFirst();
            }
            throw CommandFailure.badUsage(
                    logs.isEmpty() ? named + " holds no log" : named + " holds two logs",
                    logs.isEmpty()
                            ? "name a run directory, or a .jsonl or .klog file"
                            : "name the one you mean");
        }
        if (!Files.exists(named)) {
            throw CommandFailure.badUsage(named + ": no such file or directory", "check the path");
        }
        if (!isNamedLikeALog(named)) {
            throw CommandFailure.badUsage(
                    named + " is not named like a log", "logs end in .jsonl or .klog");
        }
        return named;
    }

    static boolean isNamedLikeALog(Path file) {
        return file.toString().endsWith(".jsonl") || file.toString().endsWith(".klog");
    }
}
