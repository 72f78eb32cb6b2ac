package org.colloquy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.RunHandle;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.actors.remote.RemoteAccess;
import org.colloquy.actors.remote.Spending;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.Scenario;

/** One run, training or resumption from its first line on the screen to its last. */
final class RunSession {

    private final Screen screen;
    private final RunOptions options;
    private final Scenario scenario;
    private final NodeSettings settings;

    /**
     * @param scenario with {@code train} if the session trains
     * @throws CommandFailure if the options make no sense
     */
    RunSession(Screen screen, RunOptions options, Scenario scenario) {
        this.screen = screen;
        this.options = options;
        this.scenario = scenario;
        this.settings = options.settings(scenario, this::say);
    }

    /** Starts the run, or goes on with it. */
    interface Starter {
        RunHandle start(Path folder, Launch launch) throws IOException;
    }

    /**
     * Runs to the end, or until Ctrl-C; the exit status.
     *
     * @param folder the run's
     */
    int run(Path folder, Starter starter) throws IOException {
        try (Interruption interruption = new Interruption();
                SessionView view = view(folder)) {
            RemoteAccess remote = options.endpoints().access(this::say);
            Launch launch =
                    new Launch(
                            Versions.colloquy(),
                            settings,
                            ScenarioModels.of(scenario, settings).asking(remote),
                            view);
            RunHandle handle = starter.start(folder, launch);
            interruption.stopBy(handle::stop);
            remote.spending().stopBy(handle::stop);
            RunResult result = handle.result().toCompletableFuture().join();
            view.close();
            print(folder, result, view, remote.spending());
            return status(result);
        }
    }

    private SessionView view(Path folder) {
        boolean shown = !options.quiet() && !options.json();
        return scenario.training().isPresent()
                ? TrainView.of(screen, scenario, folder, shown)
                : RunView.of(screen, scenario, folder, shown);
    }

    private void print(Path folder, RunResult result, SessionView view, Spending spending)
            throws IOException {
        complain(result);
        if (result.status() == RunResult.Status.INTERRUPTED) {
            spending.spent().ifPresent(what -> say("the budget is spent: " + what));
        }
        view.warnings().forEach(this::say);
        RunManifest manifest = RunManifest.read(folder);
        SessionSummary summary =
                view.summary(folder, standing(result), manifest.digest().orElse(""));
        if (options.json()) {
            ObjectNode json = summary.json();
            if (!spending.usage().isEmpty()) {
                json.set("usage", UsageLines.json(spending));
            }
            screen.out().println(json);
            return;
        }
        if (!options.quiet()) {
            summary.table(screen).ifPresent(table -> screen.out().println(table + "\n"));
        }
        screen.out().println(screen.safe(summary.line()));
        UsageLines.of(spending).forEach(line -> screen.out().println(screen.safe(line)));
        if (!options.quiet() && !summary.digest().isEmpty()) {
            screen.out().println("digest  " + summary.digest());
        }
        screen.out().println(screen.safe(next(folder, manifest, result)));
    }

    private void complain(RunResult result) {
        if (result.status() == RunResult.Status.FAILED) {
            String what = scenario.training().isPresent() ? "training" : "run";
            say("the " + what + " failed: " + result.reason());
        } else if (result.unanswered() > 0) {
            say(
                    "%s outside the dialogues got no answer; the last because: %s"
                            .formatted(
                                    Counted.of(result.unanswered(), "question"), result.reason()));
        }
    }

    private void say(String sentence) {
        screen.err().println(screen.safe("colloquy: " + sentence));
    }

    /** What can be done now; a training from another run's log has none of its own. */
    private static String next(Path folder, RunManifest manifest, RunResult result) {
        boolean isLogged = Files.exists(folder.resolve(manifest.log()));
        return switch (result.status()) {
            case FINISHED ->
                    isLogged
                            ? "replay  ./colloquy replay " + folder + " --verify"
                            : "weights " + folder.resolve("checkpoints");
            case INTERRUPTED, FAILED ->
                    isLogged
                            ? "resume  ./colloquy resume " + folder + after(result)
                            : "again   ./colloquy train --from-log, into a new directory";
        };
    }

    /** The same steps fail the same way again. */
    private static String after(RunResult result) {
        return result.status() == RunResult.Status.FAILED ? ", when the cause is removed" : "";
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
            case INTERRUPTED -> ExitStatus.INTERRUPTED;
            case FAILED -> ExitStatus.FAILED;
        };
    }
}
