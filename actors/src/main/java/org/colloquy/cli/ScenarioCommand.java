package org.colloquy.cli;

import picocli.CommandLine.Command;

/** What can be done with a scenario without running it. */
@Command(
        name = "scenario",
        description = "Check scenario files, print their schema, preview a run.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ScenarioCheckCommand.class,
            ScenarioSchemaCommand.class,
            ScenarioPreviewCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy scenario check scenarios/*.yaml",
            "  ./colloquy scenario schema > scenario.schema.json"
        })
final class ScenarioCommand {}
