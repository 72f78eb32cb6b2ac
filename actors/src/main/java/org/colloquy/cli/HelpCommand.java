package org.colloquy.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a command's help, as {@code --help} behind the command does. */
@Command(
        name = "help",
        description = "Show the help of a command.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy help run", "  ./colloquy help log convert"})
final class HelpCommand implements Callable<Integer> {

    private final Screen screen;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "Such as run, or log cat; all commands by default.")
    private List<String> path = List.of();

    HelpCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            command = below(command, name);
        }
        command.usage(screen.out());
        return ExitStatus.WELL;
    }

    private static CommandLine below(CommandLine command, String name) {
        return Optional.ofNullable(command.getSubcommands().get(name))
                .orElseThrow(
                        () -> new CommandLine.UnmatchedArgumentException(command, List.of(name)));
    }
}
