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
import org.colloquy.question.QuestionFileException;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training;
import org.colloquy.transformer.ModelFileException;

/** One training run or its resumption from its first line on the screen to its last. */
final class TrainSession {

    private final Screen screen;
    private final RunOptions options;
    private final Path folder;
    private final Scenario scenario;
    private final Training training;

    TrainSession(Screen screen, RunOptions options, Path folder, Scenario scenario) {
        this.screen = screen;
        this.options = options;
        this.folder = folder;
        this.scenario = scenario;
        this.training = scenario.training().orElseThrow();
    }

    /**
     * Runs to the end, or until Ctrl-C; the exit status.
     *
     * @throws CommandFailure if it cannot start
     */
    int run(RunSession.Starter starter) throws IOException {
        boolean shown = !options.quiet() && !options.json();
        try (Interruption interruption = new Interruption();
                TrainView view = new TrainView(screen, scenario, shown)) {
            if (shown) {
                screen.out().println(screen.safe(opening()));
            }
            RunHandle handle = started(starter, view);
            interruption.stopBy(handle::stop);
            RunResult result = handle.result().toCompletableFuture().join();
            view.close();
            print(result, view);
            return status(result);
        }
    }

    private RunHandle started(RunSession.Starter starter, TrainView view) throws IOException {
        Launch launch =
                new Launch(
                        Versions.colloquy(),
                        options.training(),
                        ScenarioModels.of(scenario, options.training().threads()),
                        new RunListener() {
                            @Override
                            public void recorded(List<InteractionEvent> section) {
                                section.forEach(view::accept);
                            }

                            @Override
                            public void relearned(int iteration) {
                                view.relearned(iteration);
                            }

                            @Override
                            public void recovered(InteractionEvent event) {
                                view.recall(event);
                            }
                        });
        try {
            return starter.start(launch);
        } catch (ModelFileException | QuestionFileException unusable) {
            throw CommandFailure.badUsage(String.valueOf(unusable.getMessage()), "");
        }
    }

    private String opening() {
        return "%s: %s of %s x %s by %s, seed %d; in %s"
                .formatted(
                        scenario.name(),
                        Counted.of(training.iterations(), "iteration"),
                        Counted.of(training.grpo().questions(), "question"),
                        Counted.of(training.grpo().groupSize(), "sample"),
                        Counted.of(scenario.agents().size(), "agent"),
                        scenario.seed(),
                        folder);
    }

    private void print(RunResult result, TrainView view) throws IOException {
        if (result.status() == RunResult.Status.FAILED) {
            say("the training failed: " + result.reason());
        } else if (result.unanswered() > 0) {
            say(
                    "%s got no answer; the last because: %s"
                            .formatted(
                                    Counted.of(result.unanswered(), "question"), result.reason()));
        }
        view.warnings().forEach(this::say);
        TrainingSummary summary =
                new TrainingSummary(
                        folder,
                        standing(result),
                        RunManifest.read(folder).digest().orElse(""),
                        view.progress(),
                        view.seconds());
        if (options.json()) {
            screen.out().println(summary.json());
            return;
        }
        if (!options.quiet()) {
            summary.table(screen).ifPresent(table -> screen.out().println(table + "\n"));
        }
        screen.out().println(screen.safe(summary.line()));
        if (!options.quiet() && !summary.digest().isEmpty()) {
            screen.out().println("digest  " + summary.digest());
        }
        screen.out().println(screen.safe(next(result)));
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

    private static String standing(RunResult result) {
        return switch (result.status()) {
            case FINISHED -> result.well() ? "finished" : "failed";
            case INTERRUPTED, FAILED -> result.status().name().toLowerCase(Locale.ROOT);
        };
    }

    private static int status(RunResult result) {
        return switch (result.status()) {
            case FINISHED -> result.well() ? ExitStatus.WELL : ExitStatus.FAILED;
            case INTERRUPTED -> RunSession.INTERRUPTED;
            case FAILED -> ExitStatus.FAILED;
        };
    }
}
