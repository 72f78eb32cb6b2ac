package org.colloquy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Files of benchmarks. */
@Command(
        name = "data",
        description = "List and download the files of benchmarks.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DataListCommand.class, DataGetCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  ./colloquy data list", "  ./colloquy data get gsm8k"})
final class DataCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.BAD_USAGE;
    }
}
