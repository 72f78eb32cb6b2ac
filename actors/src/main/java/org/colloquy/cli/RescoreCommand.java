package org.colloquy.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.colloquy.replay.Rescoring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what other rules would have made of a recorded run. */
@Command(
        name = "rescore",
        description = {
            "Print what other rewards, calibration, normalisation, internalised",
            "answers or mode rules would have made of a recorded run, without any",
            "model."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy rescore runs/RUN --set train.rewards.step-credit=0.3",
            "  ./colloquy rescore runs/RUN --set train.advantages.normalisation=none",
            "  ./colloquy rescore runs/RUN --set interaction.mode=compete --json"
        })
final class RescoreCommand implements Callable<Integer> {

    private final Screen screen;

    @Mixin private final LogArgument log = new LogArgument();

    @Mixin private final Overrides overrides = new Overrides();

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    RescoreCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        for (String override : overrides.list()) {
            if (!Rescoring.isRule(override)) {
                throw CommandFailure.badUsage(
                        "--set " + override + " is no rule that a recorded run can be scored by",
                        "set something in " + String.join(", ", Rescoring.rules()));
            }
        }
        RescoreReport report =
                new RescoreReport(Rescoring.of(log.file(), overrides.list()), overrides.list());
        screen.out().println(json ? report.json().toString() : report.table(screen));
        return ExitStatus.WELL;
    }
}
