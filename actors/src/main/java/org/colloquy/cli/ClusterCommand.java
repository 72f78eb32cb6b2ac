package org.colloquy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What concerns a whole cluster. */
@Command(
        name = "cluster",
        description = "Start a cluster on this machine for a run, or show how one stands.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy cluster up --nodes 3 scenarios/quickstart.yaml",
            "  ./colloquy cluster status 127.0.0.1:7355"
        },
        subcommands = {ClusterUpCommand.class, ClusterStatusCommand.class})
final class ClusterCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitStatus.BAD_USAGE;
    }
}
