package org.colloquy.actors.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.colloquy.actors.evaluation.EvaluationPlan;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.OwnIterations;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.actors.experiment.Experiment.SecondsOf;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.actors.experiment.Experiment.Untrained;
import org.colloquy.question.Draw;
import org.colloquy.question.Question;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioQuestions;
import org.colloquy.scenario.ScenarioReader;
import org.colloquy.scenario.Training;
import org.colloquy.transformer.ModelFolder;

/** From an experiment to its runs: which there are, in which order, and what each is. */
public final class ExperimentPlan {

    private final Experiment experiment;
    private final List<Cell> cells;
    private final Map<Path, String> digests = new ConcurrentHashMap<>();

    public ExperimentPlan(Experiment experiment) {
        this.experiment = experiment;
        List<Cell> all = new ArrayList<>();
        for (long seed : experiment.seeds()) {
            for (Pair pair : experiment.pairs()) {
                for (Arm arm : experiment.arms()) {
                    boolean isOfCast = experiment.pairs().indexOf(pair) < arm.casts();
                    if (isOfCast && arm.seeds().contains(seed)) {
                        all.add(new Cell(pair, arm, seed));
                    }
                }
            }
        }
        this.cells =
                Stream.concat(
                                all.stream().filter(cell -> !isPacedByAll(cell)),
                                all.stream().filter(ExperimentPlan::isPacedByAll))
                        .toList();
    }

    private static boolean isPacedByAll(Cell cell) {
        return cell.arm().budget() instanceof SecondsOf;
    }

    public Experiment experiment() {
        return experiment;
    }

    /**
     * Every run, each behind those that its budget refers to: the runs of one seed together, and
     * last those that are paced by the seconds of all seeds.
     */
    public List<Cell> cells() {
        return cells;
    }

    /** The runs whose results tell how long this one is. */
    List<Cell> needed(Cell cell) {
        return switch (cell.arm().budget()) {
            case Untrained none -> List.of();
            case OwnIterations own -> List.of();
            case TokensOf tokens -> runs(cell, tokens.arm(), List.of(cell.seed()));
            case SecondsOf seconds -> runs(cell, seconds.arm(), cell.arm().seeds());
        };
    }

    /** The runs of an arm, and of the arm that this one is like, with the same cast. */
    private List<Cell> runs(Cell cell, String arm, List<Long> seeds) {
        return Stream.concat(cell.arm().like().stream(), Stream.of(arm))
                .distinct()
                .map(experiment::arm)
                .flatMap(other -> seeds.stream().map(seed -> new Cell(cell.pair(), other, seed)))
                .toList();
    }

    /** The runs of these arms and those that they need. */
    public List<Cell> cellsOf(List<String> arms) {
        List<Cell> wanted = new ArrayList<>();
        for (Cell cell : cells.reversed()) {
            boolean isNeeded = wanted.stream().anyMatch(other -> needed(other).contains(cell));
            if (isNeeded || arms.contains(cell.arm().name())) {
                wanted.add(cell);
            }
        }
        return wanted.reversed();
    }

    /**
     * The run's scenario, with as many iterations as it says itself.
     *
     * @throws org.colloquy.scenario.ScenarioProblems with everything that is wrong
     */
    public Scenario scenario(Cell cell) {
        return scenario(cell, Optional.empty());
    }

    /** The same with so many iterations. */
    Scenario scenario(Cell cell, Optional<Integer> iterations) {
        List<String> values = new ArrayList<>(experiment.set());
        values.addAll(cell.arm().set());
        cell.pair().weights().forEach((agent, weights) -> values.add(weights(agent, weights)));
        values.add("seed=" + cell.seed());
        iterations.ifPresent(number -> values.add("train.iterations=" + number));
        return ScenarioReader.read(experiment.training(), values);
    }

    /** The override that gives an agent other weights. */
    static String weights(String agent, String weights) {
        return "agents." + agent + ".model.weights='" + weights + "'";
    }

    /** The questions that every run is measured on. */
    public List<Question> test(Scenario scenario) {
        return ScenarioQuestions.source(scenario.questions())
                .draw(Draw.TEST, experiment.test().seed(), experiment.test().questions());
    }

    /** Whether the run's agents are measured in discussions too. */
    boolean discusses(Cell cell) {
        return !cell.arm().isTrained() || experiment.inference().arms().contains(cell.arm().name());
    }

    /** The discussions that are measured, on the first of the test's questions. */
    EvaluationPlan inference(Scenario trained, List<Question> test) {
        return new EvaluationPlan(
                trained,
                test.subList(0, Math.min(test.size(), experiment.inference().questions())),
                experiment.inference().samples(),
                experiment.inference().protocols(),
                experiment.test().seed());
    }

    /** Whether a result was made with what the file says. */
    public boolean hasSettings(Cell cell, CellResult result) {
        return result.settings().equals(settings(cell));
    }

    /** A digest of all that the run's result depends on. */
    String settings(Cell cell) {
        StringBuilder all = new StringBuilder();
        all.append(resolved(cell));
        all.append('\n').append(cell.arm().isTrained()).append(experiment.test());
        if (discusses(cell)) {
            all.append(experiment.inference().protocols())
                    .append(experiment.inference().questions())
                    .append(experiment.inference().samples());
        }
        for (Cell other : needed(cell)) {
            all.append('\n').append(cell.arm().budget()).append(settings(other));
        }
        return sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The run's scenario, with digests for folders of weights: where they lie does not matter. */
    private String resolved(Cell cell) {
        String text = ResolvedScenario.write(scenario(cell));
        for (String weights : cell.pair().weights().values()) {
            Path file = Path.of(weights).resolve(ModelFolder.WEIGHTS);
            if (Files.isRegularFile(file)) {
                text = text.replace(weights, digests.computeIfAbsent(file, ExperimentPlan::digest));
            }
        }
        return text;
    }

    private static String digest(Path file) {
        try {
            return sha256(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The training of every arm's scenario, which the file must have. */
    public Training training(Cell cell) {
        return scenario(cell)
                .training()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        experiment.training() + " has no 'train' section"));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
