package org.colloquy.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line's entry: reads the arguments, runs the command they name and exits with its
 * code.
 *
 * <p>Exit codes: 0 well, 1 the run failed or had failures, 2 bad usage or scenario, 3 divergence or
 * corruption.
 */
@Command(
        name = "colloquy",
        description = "Language-model agents argue, agree and learn, and every run replays.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        VectorModule.resolve();
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
