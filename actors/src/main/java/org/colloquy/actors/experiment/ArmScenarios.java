package org.colloquy.actors.experiment;

import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.scenario.Located;
import org.colloquy.scenario.Place;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioFile;
import org.colloquy.scenario.ScenarioProblem;
import org.colloquy.scenario.ScenarioProblems;

/**
 * Reads the scenario of every arm with every cast, and tells a change that does not fit where the
 * experiment's file makes it.
 */
final class ArmScenarios {

    private static final String OVERRIDE = "--set ";

    private final ScenarioFile file;
    private final Experiment experiment;
    private final ExperimentPlan plan;

    ArmScenarios(ScenarioFile file, Experiment experiment) {
        this.file = file;
        this.experiment = experiment;
        this.plan = new ExperimentPlan(experiment);
    }

    /**
     * @throws ScenarioProblems with everything that is wrong
     */
    void requireSound() {
        if (Files.isRegularFile(experiment.training())) {
            for (Arm arm : experiment.arms()) {
                for (Pair pair : experiment.pairs()) {
                    read(new Cell(pair, arm, experiment.seeds().getFirst()));
                }
            }
        } else {
            problem("train", "train is " + experiment.training() + ": no such file", "check it");
        }
        file.binder().throwIfAny();
    }

    private void read(Cell cell) {
        try {
            Scenario scenario = plan.scenario(cell);
            if (scenario.training().isEmpty()) {
                problem(
                        "train",
                        "train is " + experiment.training() + ", which has no section 'train'",
                        "add one to it, at the least 'train: {}'");
            }
            test(scenario);
        } catch (ScenarioProblems found) {
            found.problems().forEach(this::placed);
        }
    }

    private void test(Scenario scenario) {
        try {
            plan.test(scenario);
        } catch (IllegalArgumentException tooFew) {
            problem("test", "test: " + tooFew.getMessage(), "ask for fewer");
        }
    }

    private void problem(String key, String reason, String hint) {
        file.binder().problem(placeOf(key), reason, hint);
    }

    private void placed(ScenarioProblem problem) {
        String source = problem.file();
        if (source.startsWith(OVERRIDE)) {
            String change = source.substring(OVERRIDE.length());
            file.binder()
                    .problem(
                            written(file.root(), change).orElseGet(() -> placeOf("pairs")),
                            change + ": " + problem.reason(),
                            problem.hint());
        } else {
            Place place = new Place(source, problem.line(), problem.column());
            file.binder().problem(place, problem.reason(), problem.hint());
        }
    }

    /** Where a text stands first. */
    private static Optional<Place> written(Located value, String text) {
        return switch (value) {
            case Located.Text one when one.value().equals(text) -> Optional.of(one.place());
            case Located.Mapping map ->
                    first(map.entries().stream().map(Located.Entry::value), text);
            case Located.Sequence list -> first(list.items().stream(), text);
            default -> Optional.empty();
        };
    }

    private static Optional<Place> first(Stream<Located> values, String text) {
        return values.flatMap(value -> written(value, text).stream()).findFirst();
    }

    private Place placeOf(String key) {
        return file.root() instanceof Located.Mapping map
                ? map.value(key).map(Located::place).orElse(map.place())
                : file.root().place();
    }
}
