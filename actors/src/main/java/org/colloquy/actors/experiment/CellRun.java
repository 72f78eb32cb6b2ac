package org.colloquy.actors.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.experiment.CellResult.CurvePoint;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.node.ColloquyRun;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.FileTree;
import org.colloquy.actors.node.Launch;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.actors.node.RunHandle;
import org.colloquy.actors.node.ScenarioModels;
import org.colloquy.log.RunManifest;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/**
 * One run of an experiment: training, then the test. What a killed process left is gone on with.
 *
 * <p>The folder gets {@code run/}, the training's run directory; {@code weights/}, the policies
 * after it; {@code spent.json}, the time used so far; and at last {@code result.json}.
 */
final class CellRun {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Workshop workshop;
    private final Cell cell;
    private final Path folder;

    /**
     * What all runs of an experiment share.
     *
     * @param computing what computes the models
     * @param handles given each training that starts, so that it can be stopped
     */
    record Workshop(
            ExperimentPlan plan,
            Path folder,
            String engineVersion,
            Computing computing,
            SpentMeter meter,
            ExperimentProgress progress,
            Consumer<RunHandle> handles) {}

    CellRun(Workshop workshop, Cell cell) {
        this.workshop = workshop;
        this.cell = cell;
        this.folder = cell.folder(workshop.folder());
    }

    /**
     * Trains and measures.
     *
     * @param iterations of the training; empty for as many as its scenario says
     * @return empty if it was stopped
     * @throws IOException if it fails, or was begun with other settings
     */
    Optional<CellResult> carryOut(Optional<Integer> iterations) throws IOException {
        Files.createDirectories(folder);
        Scenario scenario = workshop.plan().scenario(cell, iterations);
        if (!cell.arm().isTrained()) {
            workshop.progress().started(cell, 0);
            return Optional.of(measured(scenario, 0, Spent.NOTHING, List.of()));
        }
        int all = workshop.plan().training(cell).iterations();
        int wanted = iterations.orElse(all);
        workshop.progress().started(cell, wanted);
        TrainingWatch watch =
                new TrainingWatch(
                        iteration -> {
                            workshop.progress().reached(cell, iteration, wanted);
                            save(workshop.meter().soFar(cell));
                        });
        workshop.meter().begin(cell, spentBefore());
        SpentMeter.Time time;
        RunResult trained;
        try {
            trained = train(scenario, watch);
        } finally {
            time = workshop.meter().end(cell);
        }
        save(time);
        if (trained.status() == RunResult.Status.INTERRUPTED) {
            return Optional.empty();
        }
        if (trained.status() == RunResult.Status.FAILED) {
            throw new IOException("the training failed: " + trained.reason());
        }
        return Optional.of(
                measured(
                        TrainedWeights.in(folder, scenario),
                        wanted,
                        watch.spent(time),
                        watch.curve()));
    }

    private RunResult train(Scenario scenario, TrainingWatch watch) throws IOException {
        Path run = folder.resolve("run");
        Launch launch =
                new Launch(
                        workshop.engineVersion(),
                        new NodeSettings(1, NodeSettings.DEFAULT_IN_FLIGHT, workshop.computing()),
                        new ScenarioModels(1, workshop.computing()),
                        watch);
        if (Files.exists(run) && !Files.exists(run.resolve("run.json"))) {
            FileTree.delete(run);
        }
        RunHandle handle;
        if (Files.exists(run)) {
            requireSame(run, scenario);
            handle = ColloquyRun.resume(run, launch);
        } else {
            handle = ColloquyRun.train(run, scenario, launch);
        }
        workshop.handles().accept(handle);
        return handle.result().toCompletableFuture().join();
    }

    private static void requireSame(Path run, Scenario scenario) throws IOException {
        String recorded = RunManifest.read(run).scenario().text();
        if (!recorded.equals(ResolvedScenario.write(scenario))) {
            throw new IOException(
                    run + " was begun with other settings; remove it, or use another --dir");
        }
    }

    private CellResult measured(
            Scenario scenario, int iterations, Spent spent, List<CurvePoint> curve)
            throws IOException {
        CellResult result =
                new CellResult(
                        workshop.plan().settings(cell),
                        iterations,
                        new CellTest(workshop.plan(), cell, workshop.computing()).scores(scenario),
                        spent,
                        curve);
        result.write(folder);
        if (!workshop.plan().experiment().keepLogs() && cell.arm().isTrained()) {
            TrainedWeights.dropLogs(folder);
        }
        return result;
    }

    private SpentMeter.Time spentBefore() throws IOException {
        Path file = folder.resolve("spent.json");
        return Files.exists(file)
                ? MAPPER.readValue(file.toFile(), SpentMeter.Time.class)
                : new SpentMeter.Time(0, 0);
    }

    private void save(SpentMeter.Time time) {
        try {
            MAPPER.writeValue(folder.resolve("spent.json").toFile(), time);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
