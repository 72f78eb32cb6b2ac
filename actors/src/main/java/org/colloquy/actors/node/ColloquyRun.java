package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.training.Course;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.JsonText;
import org.colloquy.log.LogException;
import org.colloquy.log.LogFormat;
import org.colloquy.log.LogProblem;
import org.colloquy.log.LogRecovery;
import org.colloquy.log.LogWriter;
import org.colloquy.log.RunDirectory;
import org.colloquy.log.RunManifest;
import org.colloquy.log.RunManifest.RunStatus;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/** Starts runs in a run directory and goes on with them: the entry for the command line. */
public final class ColloquyRun {

    private ColloquyRun() {}

    /**
     * Starts a run in a folder that is new or empty.
     *
     * @throws IllegalArgumentException if the scenario's questions cannot be drawn
     * @throws IOException if a model cannot be read or the folder not be written
     */
    public static RunHandle start(Path folder, Scenario scenario, Launch launch)
            throws IOException {
        return begin(folder, scenario.withoutTraining(), launch);
    }

    /**
     * Starts a training run in a folder that is new or empty.
     *
     * @throws IllegalArgumentException if the scenario's questions cannot be drawn, or nobody
     *     learns
     * @throws IOException if a model cannot be read or the folder not be written
     */
    public static RunHandle train(Path folder, Scenario scenario, Launch launch)
            throws IOException {
        if (scenario.trainedPolicies().isEmpty()) {
            throw new IllegalArgumentException(
                    "no agent of " + scenario.name() + " has weights that training may change");
        }
        return begin(folder, scenario, launch);
    }

    private static RunHandle begin(Path folder, Scenario scenario, Launch launch)
            throws IOException {
        RunPlan plan = plan(scenario);
        OpenModels models = OpenModels.of(scenario, launch.models());
        try {
            RunStarted header =
                    header(scenario, models.participants(scenario), launch.engineVersion());
            RunDirectory directory =
                    RunDirectory.create(folder, manifest(folder, header, scenario));
            try {
                LogWriter writer = directory.newLog();
                RunState state = new RunState(plan);
                begin(writer, state, header, launch);
                return DirectoryRun.start(
                        directory,
                        writer,
                        plan,
                        state,
                        models,
                        course(scenario, models, directory, state, launch),
                        launch);
            } catch (IOException | RuntimeException failure) {
                directory.close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            models.close();
            throw failure;
        }
    }

    /**
     * Goes on with a run that was stopped or killed; its log becomes what it would have been. A run
     * that had ended stays as it is.
     *
     * @throws IOException if it is no run, is corrupt, or its models are not those that it began
     *     with
     */
    public static RunHandle resume(Path folder, Launch launch) throws IOException {
        RunDirectory directory = RunDirectory.open(folder);
        try {
            RunManifest manifest = directory.manifest();
            if (LogTraining.made(directory)) {
                throw new LogException(
                        new LogProblem.BadRun(
                                folder
                                        + " was trained from another run's log and has no log of"
                                        + " its own to go on from",
                                "run colloquy train --from-log again, into a new folder; it asks"
                                        + " no model, so little is lost"));
            }
            Scenario scenario =
                    ResolvedScenario.read(
                            manifest.scenario().text(), folder + "/run.json", List.of());
            RunPlan plan = plan(scenario);
            RunState state = new RunState(plan);
            LogRecovery recovery =
                    directory.recover(
                            record -> {
                                state.accept(record.event());
                                launch.listener().recovered(record.event());
                            });
            if (recovery.ended()) {
                return DirectoryRun.ended(directory, recovery.digest(), state, launch);
            }
            OpenModels models = OpenModels.of(scenario, launch.models());
            try {
                List<Participant> participants = models.participants(scenario);
                requireSame(manifest.agents(), participants);
                LogWriter writer = recovery.writer();
                if (state.next() == 0) {
                    RunStarted header = header(scenario, participants, manifest.engineVersion());
                    begin(writer, state, header, launch);
                }
                directory.mark(RunStatus.RUNNING, Optional.empty());
                return DirectoryRun.start(
                        directory,
                        writer,
                        plan,
                        state,
                        models,
                        course(scenario, models, directory, state, launch),
                        launch);
            } catch (IOException | RuntimeException failure) {
                models.close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private static Optional<Course> course(
            Scenario scenario,
            OpenModels models,
            RunDirectory directory,
            RunState state,
            Launch launch)
            throws IOException {
        return Courses.open(
                scenario, models, directory.path(), directory.log(), state.iterations(), launch);
    }

    static RunPlan plan(Scenario scenario) {
        return new RunPlan(
                scenario, ScenarioQuestions.of(scenario), scenario.questions().answerGrader());
    }

    private static void begin(LogWriter writer, RunState state, RunStarted header, Launch launch)
            throws IOException {
        writer.append(List.of(header));
        state.accept(header);
        launch.listener().recorded(List.of(header));
    }

    /** The log's first record, the same in every format of the log. */
    static RunStarted header(
            Scenario scenario, List<Participant> participants, String engineVersion) {
        return new RunStarted(
                InteractionLog.FORMAT_VERSION,
                engineVersion,
                scenario.seed(),
                new JsonText(ResolvedScenario.write(scenario.recordedAs(Scenario.LogFormat.JSONL))),
                participants);
    }

    static RunManifest manifest(Path folder, RunStarted header, Scenario scenario) {
        LogFormat format =
                switch (scenario.record().format()) {
                    case JSONL -> LogFormat.JSONL;
                    case KRYO -> LogFormat.KRYO;
                };
        return new RunManifest(
                header.formatVersion(),
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                header.engineVersion(),
                System.getProperty("java.version", ""),
                scenario.name(),
                scenario.seed(),
                RunStatus.RUNNING,
                format.fileName(),
                Optional.empty(),
                header.agents(),
                header.scenario());
    }

    private static void requireSame(List<Participant> recorded, List<Participant> now)
            throws LogException {
        for (int agent = 0; agent < recorded.size(); agent++) {
            if (!recorded.get(agent).equals(now.get(agent))) {
                throw new LogException(
                        new LogProblem.BadRun(
                                "the run began with "
                                        + recorded.get(agent)
                                        + ", but now there is "
                                        + now.get(agent),
                                "restore the model's files, or start a new run"));
            }
        }
    }
}
