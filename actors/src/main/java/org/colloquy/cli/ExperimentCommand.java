package org.colloquy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.colloquy.actors.experiment.Cell;
import org.colloquy.actors.experiment.CellResult;
import org.colloquy.actors.experiment.Comparison;
import org.colloquy.actors.experiment.Experiment;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.actors.experiment.ExperimentPage;
import org.colloquy.actors.experiment.ExperimentPlan;
import org.colloquy.actors.experiment.ExperimentReader;
import org.colloquy.actors.experiment.ExperimentRun;
import org.colloquy.actors.experiment.ExperimentTables;
import org.colloquy.actors.node.Computing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains under several arms, casts and seeds, and compares. */
@Command(
        name = "experiment",
        description = "Train under several arms, casts and seeds, and compare them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy experiment scenarios/experiments/ilr.yaml --dry-run",
            "  ./colloquy experiment scenarios/experiments/ilr.yaml --only grpo,sharing \\",
            "      --set 'seeds=[1, 2]' --with train.iterations=20 --dir runs/quick",
            "  ./colloquy experiment scenarios/experiments/ilr.yaml --report-only",
            "",
            "What is finished is kept: the same command again goes on where it stopped."
        })
final class ExperimentCommand implements Callable<Integer> {

    private static final Path EXPERIMENTS = Path.of("runs", "experiments");

    private final Screen screen;

    @Parameters(paramLabel = "FILE", description = "Such as scenarios/experiments/ilr.yaml.")
    private Path file = Path.of("");

    @Mixin private final Overrides overrides = new Overrides();

    @Option(
            names = "--with",
            paramLabel = "PATH=VALUE",
            description =
                    "Change the training of every arm, as in train.iterations=20; repeatable.")
    private List<String> changes = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the runs go; default: runs/experiments/NAME.")
    private Optional<Path> dir = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "ARM",
            split = ",",
            description = "Make the runs of these arms only, and those they need.")
    private List<String> only = List.of();

    @Mixin private final BackendOption backend = new BackendOption();

    @Option(names = "--dry-run", description = "Print the plan and what it costs; run nothing.")
    private boolean dryRun;

    @Option(names = "--report-only", description = "Run nothing; report what is there.")
    private boolean reportOnly;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object, and nothing else.")
    private boolean json;

    ExperimentCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException {
        Experiment experiment = ExperimentReader.read(file, overrides.list()).with(changes);
        ExperimentPlan plan = new ExperimentPlan(experiment);
        Path folder = dir.orElse(EXPERIMENTS.resolve(experiment.name()));
        List<Cell> cells = chosen(plan);
        new ExperimentCost(plan, cells).requireUsable();
        if (dryRun) {
            screen.out().println(new ExperimentCost(plan, cells).table(folder, screen));
            return ExitStatus.WELL;
        }
        int status = reportOnly ? ExitStatus.WELL : made(plan, cells, folder);
        if (status == ExitStatus.INTERRUPTED) {
            screen.err().println("colloquy: stopped; the same command goes on from here");
        } else {
            report(plan, folder);
        }
        return status;
    }

    private List<Cell> chosen(ExperimentPlan plan) {
        List<String> names = plan.experiment().arms().stream().map(Arm::name).toList();
        for (String arm : only) {
            if (!names.contains(arm)) {
                throw CommandFailure.badUsage(
                        "--only names '" + arm + "'", "the arms are " + String.join(", ", names));
            }
        }
        return only.isEmpty() ? plan.cells() : plan.cellsOf(only);
    }

    private int made(ExperimentPlan plan, List<Cell> cells, Path folder) throws IOException {
        Computing computing = backend.computing(screen, quiet || json);
        try (Interruption interruption = new Interruption();
                ExperimentView view =
                        new ExperimentView(
                                screen, cells, plan.experiment().jobs(), !quiet && !json)) {
            ExperimentRun run =
                    new ExperimentRun(plan, cells, folder, Versions.colloquy(), computing, view);
            interruption.stopBy(run::stop);
            boolean whole = run.carryOut();
            if (run.isStopped()) {
                return ExitStatus.INTERRUPTED;
            }
            return whole ? ExitStatus.WELL : ExitStatus.FAILED;
        }
    }

    private void report(ExperimentPlan plan, Path folder) throws IOException {
        Map<Cell, CellResult> results = kept(plan, folder);
        if (results.isEmpty()) {
            throw CommandFailure.badUsage(
                    "there is no result in " + folder, "run the experiment first");
        }
        Comparison comparison = new Comparison(plan, results);
        ExperimentTables tables = new ExperimentTables(comparison);
        Path page = folder.resolve("report.html");
        Files.writeString(page, new ExperimentPage(comparison).html(), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("results.csv"), tables.csv(), StandardCharsets.UTF_8);
        if (json) {
            screen.out().println(new ExperimentJson(comparison).json(page));
            return;
        }
        print(plan.experiment(), tables);
        screen.out().println("report  " + page + ", " + folder.resolve("results.csv"));
    }

    /** All that are there; says so if settings have changed since. */
    private Map<Cell, CellResult> kept(ExperimentPlan plan, Path folder) throws IOException {
        Map<Cell, CellResult> results = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            Optional<CellResult> found = CellResult.read(cell.folder(folder));
            if (found.isPresent()) {
                results.put(cell, found.get());
                if (!plan.hasSettings(cell, found.get())) {
                    others.add(cell.folder(folder).toString());
                }
            }
        }
        if (!others.isEmpty()) {
            screen.err()
                    .printf(
                            "colloquy: %s made with other settings than the file's now; first %s%n",
                            Counted.of(others.size(), "result"), others.getFirst());
        }
        return results;
    }

    private void print(Experiment experiment, ExperimentTables tables) {
        if (experiment.pairs().size() > 1) {
            print("all casts", tables.accuracy(experiment.pairs()));
        }
        for (Pair pair : experiment.pairs()) {
            print("cast " + pair.name(), tables.accuracy(List.of(pair)));
            print("cast " + pair.name() + ", with discussion at inference", tables.inference(pair));
        }
    }

    private void print(String title, List<List<String>> table) {
        if (!table.isEmpty()) {
            screen.out().println(screen.palette().bold(title));
            screen.out().println(Columns.of(table, screen));
            screen.out().println();
        }
    }
}
