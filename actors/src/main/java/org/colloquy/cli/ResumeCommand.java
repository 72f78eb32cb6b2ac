package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with a run that was stopped or killed. */
@Command(
        name = "resume",
        description = "Go on with a run that was stopped or killed, as if it never had been.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy resume runs/RUN",
            "",
            "The finished log is byte for byte that of an undisturbed run."
        })
final class ResumeCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(paramLabel = "RUN_DIR", description = "The run's directory.")
    private Path folder = Path.of("");

    @Mixin private final RunOptions options = new RunOptions();

    ResumeCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = ScenarioSource.ofRun(folder, List.of());
        return new RunSession(screen, options, scenario).run(folder, ColloquyRun::resume);
    }
}
