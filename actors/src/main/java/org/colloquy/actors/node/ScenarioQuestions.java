package org.colloquy.actors.node;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Family;
import org.colloquy.question.FileSource;
import org.colloquy.question.Question;
import org.colloquy.question.QuestionSource;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.TrainingQuestions;

/**
 * Draws a scenario's questions. Where a file of questions holds too few for the estimate of
 * abilities, they come from arithmetic of all families and levels.
 */
final class ScenarioQuestions {

    private ScenarioQuestions() {}

    /**
     * @throws IllegalArgumentException if the source cannot give as many as the scenario asks for
     * @throws org.colloquy.question.QuestionFileException if a file of questions cannot be used
     */
    static RunPlan.Questions of(Scenario scenario) {
        long seed = scenario.seed();
        int held = Math.max(scenario.interaction().validation(), scenario.interaction().anchors());
        return switch (scenario.questions()) {
            case ArithmeticQuestions choice -> {
                QuestionSource source = org.colloquy.scenario.ScenarioQuestions.source(choice);
                yield questions(scenario, source, source.draw(Draw.VALIDATION, seed, held));
            }
            case FileQuestions choice -> {
                FileSource source = FileSource.read(Path.of(choice.path()), choice.layout());
                List<Question> own =
                        source.size(Draw.VALIDATION) < held
                                ? arithmetic().draw(Draw.VALIDATION, seed, held)
                                : source.draw(Draw.VALIDATION, seed, held);
                yield questions(scenario, source, own);
            }
        };
    }

    private static RunPlan.Questions questions(
            Scenario scenario, QuestionSource source, List<Question> held) {
        if (scenario.training().isPresent()) {
            TrainingQuestions training = new TrainingQuestions(scenario);
            return new RunPlan.Questions(training::of, held, training.evaluation());
        }
        List<Question> posed =
                source.draw(
                        org.colloquy.scenario.ScenarioQuestions.draw(scenario.questions()),
                        scenario.seed(),
                        scenario.questions().count());
        return new RunPlan.Questions(posed, held);
    }

    private static ArithmeticSource arithmetic() {
        return new ArithmeticSource(
                Family.labels(), IntStream.rangeClosed(1, Family.MAX_LEVEL).boxed().toList());
    }
}
