package org.colloquy.cli;

import picocli.CommandLine.Command;

/** What can be done with a log as a file. */
@Command(
        name = "log",
        description = "Print, count, verify and convert interaction logs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LogCatCommand.class,
            LogStatsCommand.class,
            LogVerifyCommand.class,
            LogConvertCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy log verify runs/RUN",
            "  ./colloquy log cat runs/RUN --type turn-taken"
        })
final class LogCommand {}
