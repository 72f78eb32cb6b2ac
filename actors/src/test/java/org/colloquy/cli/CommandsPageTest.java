package org.colloquy.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/commands.md describes every command and every option. */
final class CommandsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "commands.md");

    @Test
    void everyCommandAndOptionIsDescribed() throws IOException {
        String page = Files.readString(PAGE);
        List<String> missing = new ArrayList<>();
        for (List<String> path : UsageTest.commandPaths()) {
            CommandLine command = UsageTest.commandLine();
            for (String name : path) {
                command = command.getSubcommands().get(name);
            }
            String words = String.join(" ", path);
            if (!page.contains("`" + words)) {
                missing.add(words);
            }
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!page.contains("`" + option.longestName())) {
                    missing.add(words + " " + option.longestName());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void everyExitStatusIsDescribed() throws IOException {
        String page = Files.readString(PAGE);
        for (int status :
                List.of(
                        ExitStatus.WELL,
                        ExitStatus.FAILED,
                        ExitStatus.BAD_USAGE,
                        ExitStatus.DIVERGED,
                        ExitStatus.INTERRUPTED)) {
            assertTrue(page.contains("\n| " + status + " | "), "exit status " + status);
        }
    }
}
