package org.colloquy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.colloquy.actors.experiment.Experiment;
import org.colloquy.actors.experiment.ExperimentPlan;
import org.colloquy.actors.experiment.ExperimentReader;
import org.colloquy.pretrain.PretrainingReader;
import org.colloquy.pretrain.PretrainingRecipe;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.ScenarioFile;
import org.colloquy.scenario.ScenarioProblem;
import org.colloquy.scenario.ScenarioProblems;
import org.colloquy.scenario.ScenarioReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with scenarios, pretraining recipes and experiments. */
@Command(
        name = "check",
        description = "Report every mistake in scenario files as file:line:column: reason; hint.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./colloquy scenario check scenarios/*.yaml scenarios/*/*.yaml",
            "  ./colloquy scenario check my.yaml --set interaction.rounds=2"
        })
final class ScenarioCheckCommand implements Callable<Integer> {

    private final Screen screen;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Scenarios, pretraining recipes, experiments; YAML or JSON.")
    private List<Path> files = List.of();

    @Mixin private final Overrides overrides = new Overrides();

    ScenarioCheckCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        List<ScenarioProblem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                ScenarioFile parsed = ScenarioFile.open(file, overrides.list());
                String summary =
                        switch (parsed.kind()) {
                            case SCENARIO -> summary(ScenarioReader.bind(parsed));
                            case PRETRAINING -> summary(PretrainingReader.bind(parsed));
                            case EXPERIMENT -> summary(ExperimentReader.bind(parsed));
                        };
                screen.out().println(screen.safe(file + ": " + summary));
            } catch (ScenarioProblems found) {
                problems.addAll(found.problems());
            }
        }
        problems.forEach(problem -> screen.err().println(screen.safe(problem.toString())));
        return problems.isEmpty() ? ExitStatus.WELL : ExitStatus.BAD_USAGE;
    }

    private static String summary(PretrainingRecipe recipe) {
        return "well: %s of pretraining for %s"
                .formatted(Counted.of(recipe.schedule().steps(), "step"), recipe.name());
    }

    private static String summary(Experiment experiment) {
        return "well: an experiment of %s, %s, %s"
                .formatted(
                        Counted.of(experiment.arms().size(), "arm"),
                        Counted.of(experiment.pairs().size(), "cast"),
                        Counted.of(new ExperimentPlan(experiment).cells().size(), "run"));
    }

    private static String summary(Scenario scenario) {
        int questions = scenario.questions().count();
        int samples = scenario.interaction().samples();
        return "well: %s, %s, %s of %s"
                .formatted(
                        Counted.of(scenario.agents().size(), "agent"),
                        Counted.of(questions, "question"),
                        Counted.of(questions * samples, "dialogue"),
                        scenario.interaction().protocol());
    }
}
