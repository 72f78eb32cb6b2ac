package org.colloquy.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.RunHandle;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.Scenario;

/** One run or resumption from its first line on the screen to its last. */
final class RunSession {

    /** Status of a process that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private final Screen screen;
    private final RunOptions options;
    private final Path folder;
    private final Scenario scenario;

    RunSession(Screen screen, RunOptions options, Path folder, Scenario scenario) {
        this.screen = screen;
        this.options = options;
        this.folder = folder;
        this.scenario = scenario;
    }

    /** Starts the run, or goes on with it. */
    interface Starter {
        RunHandle start(Launch launch) throws IOException;
    }

    /**
     * Runs to the end, or until Ctrl-C; the exit status.
     *
     * @throws CommandFailure if it cannot start
     */
    int run(Starter starter) throws IOException {
        boolean shown = !options.quiet() && !options.json();
        try (Interruption interruption = new Interruption();
                RunView view =
                        new RunView(
                                screen,
                                shown ? opening() : "",
                                dialogues(),
                                new RunView.Show(shown, shown))) {
            RunHandle handle = started(starter, view);
            interruption.stopBy(handle::stop);
            RunResult result = handle.result().toCompletableFuture().join();
            view.close();
            print(summary(result, view), result);
            return status(result);
        }
    }

    private RunHandle started(Starter starter, RunView view) throws IOException {
        Launch launch =
                new Launch(
                        Versions.colloquy(),
                        options.settings(),
                        ScenarioModels.of(scenario, options.settings().threads()),
                        listener(view));
        return starter.start(launch);
    }

    private static RunListener listener(RunView view) {
        return new RunListener() {
            @Override
            public void recorded(List<InteractionEvent> section) {
                section.forEach(view::accept);
            }

            @Override
            public void recovered(InteractionEvent event) {
                view.recall(event);
            }
        };
    }

    private int dialogues() {
        return scenario.questions().count() * scenario.interaction().samples();
    }

    private String opening() {
        return screen.safe(
                "%s: %s of %s by %s, seed %d; in %s\n"
                        .formatted(
                                scenario.name(),
                                Counted.of(dialogues(), "dialogue"),
                                scenario.interaction().protocol(),
                                Counted.of(scenario.agents().size(), "agent"),
                                scenario.seed(),
                                folder));
    }

    private RunSummary summary(RunResult result, RunView view) throws IOException {
        String status =
                switch (result.status()) {
                    case FINISHED -> result.well() ? "finished" : "failed";
                    case INTERRUPTED, FAILED -> result.status().name().toLowerCase(Locale.ROOT);
                };
        return new RunSummary(
                folder,
                status,
                RunManifest.read(folder).digest().orElse(""),
                view.statistics(),
                view.seconds());
    }

    private void print(RunSummary summary, RunResult result) {
        complain(result);
        if (options.json()) {
            screen.out().println(summary.json());
            return;
        }
        if (!options.quiet() && summary.statistics().totals().dialogues() > 0) {
            screen.out().println(RunSummary.table(summary.statistics(), screen));
            screen.out().println();
        }
        screen.out().println(screen.safe(summary.line()));
        if (!options.quiet() && !summary.digest().isEmpty()) {
            screen.out().println("digest  " + summary.digest());
        }
        screen.out().println(screen.safe(next(result)));
    }

    private void complain(RunResult result) {
        if (result.status() == RunResult.Status.FAILED) {
            say("the run failed: " + result.reason());
        } else if (result.unanswered() > 0) {
            say(
                    "%s of the preparation got no answer; the last because: %s"
                            .formatted(
                                    Counted.of(result.unanswered(), "question"), result.reason()));
        }
    }

    private void say(String sentence) {
        screen.err().println(screen.safe("colloquy: " + sentence));
    }

    private String next(RunResult result) {
        return switch (result.status()) {
            case FINISHED -> "replay  ./colloquy replay " + folder + " --verify";
            case INTERRUPTED, FAILED -> "resume  ./colloquy resume " + folder;
        };
    }

    private static int status(RunResult result) {
        return switch (result.status()) {
            case FINISHED -> result.well() ? ExitStatus.WELL : ExitStatus.FAILED;
            case INTERRUPTED -> INTERRUPTED;
            case FAILED -> ExitStatus.FAILED;
        };
    }
}
