package org.colloquy.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that lets a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Print a completion script for bash or zsh.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(./colloquy completion)          # this shell",
            "  ./colloquy completion zsh >> ~/.zshrc    # every zsh"
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells that the script works in. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Screen screen;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash or zsh; default: ${DEFAULT-VALUE}.")
    private Shell shell;

    CompletionCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        CommandLine top = spec.root().commandLine();
        String script = AutoComplete.bash("colloquy", top);
        screen.out().print(shell == Shell.ZSH ? forZsh(script) : script);
        return ExitStatus.WELL;
    }

    /** Zsh runs bash's completions once it is told to. */
    private static String forZsh(String script) {
        return "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                + script;
    }
}
