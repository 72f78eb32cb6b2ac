package org.colloquy.scenario;

import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.question.Draw;
import org.colloquy.question.FileSource;
import org.colloquy.question.Question;
import org.colloquy.question.QuestionSource;
import org.colloquy.random.CounterRandom;

/**
 * The questions of a training run: those that each iteration practises on, of the train draw, and
 * those that tell how well the agents do alone, of the validation draw.
 *
 * <p>Arithmetic is drawn anew for each iteration, so that a question may come again in another one;
 * a file's train lines are gone round in file order.
 */
public final class TrainingQuestions {

    private final long seed;
    private final Training training;
    private final QuestionSource source;
    private final List<Question> lines; // a file's train lines; empty for arithmetic

    /**
     * @throws IllegalArgumentException if the scenario has no training
     * @throws org.colloquy.question.QuestionFileException if a file of questions cannot be used
     */
    public TrainingQuestions(Scenario scenario) {
        seed = scenario.seed();
        training =
                scenario.training()
                        .orElseThrow(
                                () -> new IllegalArgumentException("the scenario has no train"));
        source = ScenarioQuestions.source(scenario.questions());
        lines =
                source instanceof FileSource file
                        ? file.draw(Draw.TRAIN, seed, file.size(Draw.TRAIN))
                        : List.of();
    }

    /** What an iteration poses: its questions, then as many to fall back on if it redraws. */
    public List<Question> of(int iteration) {
        int count = drawnEachIteration(training);
        if (lines.isEmpty()) {
            long key = CounterRandom.key(seed, "iteration", iteration);
            return source.draw(Draw.TRAIN, key, count);
        }
        long first = (long) iteration * count;
        return IntStream.range(0, count)
                .mapToObj(index -> lines.get((int) ((first + index) % lines.size())))
                .toList();
    }

    /** What the agents are asked alone; the same at every evaluation. */
    public List<Question> evaluation() {
        long key = CounterRandom.key(seed, "evaluation");
        return source.draw(Draw.VALIDATION, key, training.evaluation().questions());
    }

    static int drawnEachIteration(Training training) {
        boolean redraws = training.grpo().advantages().dynamicSampling() == DynamicSampling.REDRAW;
        return training.grpo().questions() * (redraws ? 2 : 1);
    }
}
