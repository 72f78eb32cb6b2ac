package org.colloquy.scenario;

import java.nio.file.Path;
import java.util.Locale;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.FileSource;
import org.colloquy.question.QuestionSource;
import org.colloquy.scenario.Scenario.ArithmeticQuestions;
import org.colloquy.scenario.Scenario.FileQuestions;
import org.colloquy.scenario.Scenario.Questions;

/** From what a scenario says of its questions to where they come from. */
public final class ScenarioQuestions {

    private ScenarioQuestions() {}

    /**
     * The source of the run's questions and of the held-out ones.
     *
     * @throws org.colloquy.question.QuestionFileException if a file is malformed
     */
    public static QuestionSource source(Questions questions) {
        return switch (questions) {
            case ArithmeticQuestions arithmetic ->
                    new ArithmeticSource(
                            arithmetic.families(), arithmetic.levels(), arithmetic.needs());
            case FileQuestions file -> FileSource.read(Path.of(file.path()), file.layout());
        };
    }

    /** The draw that the run's questions are of. */
    public static Draw draw(Questions questions) {
        return switch (questions) {
            case ArithmeticQuestions arithmetic ->
                    Draw.valueOf(arithmetic.draw().toUpperCase(Locale.ROOT));
            case FileQuestions file -> Draw.TEST;
        };
    }
}
