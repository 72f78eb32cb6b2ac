package org.colloquy.cli;

import java.util.concurrent.Callable;
import org.colloquy.scenario.ScenarioSchema;
import picocli.CommandLine.Command;

/** Prints the JSON Schema that editors complete and check scenario files with. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of scenario files, for editors.",
        footerHeading = "%nExamples:%n",
        footer = "  ./colloquy scenario schema > scenario.schema.json")
final class ScenarioSchemaCommand implements Callable<Integer> {

    private final Screen screen;

    ScenarioSchemaCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        screen.out().print(ScenarioSchema.text());
        return ExitStatus.WELL;
    }
}
