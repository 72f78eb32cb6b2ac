package org.colloquy.grading;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.grading.NumberReader.Found;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;

/**
 * Grades a number in prose.
 *
 * <p>The answer is the number in the last {@code \boxed{}}; else behind the last {@code ####}; else
 * behind the last "answer is" that a number follows, as digits or as words; else the last number of
 * the text. Behind an equals sign the number after the last one counts. Numbers are compared
 * exactly, with the exceptions of {@link Quantity#matches}.
 */
public final class NumberGrader implements Grader {

    @Override
    public Optional<String> answerIn(String text) {
        return find(FinalAnswer.bounded(text)).map(Quantity::toString);
    }

    @Override
    public Grade grade(Question question, String text) {
        Optional<Quantity> wanted = expected(question.answer());
        Optional<Quantity> given = find(FinalAnswer.bounded(text));
        if (wanted.isEmpty()) {
            boolean same =
                    text.strip()
                            .toLowerCase(Locale.ROOT)
                            .equals(question.answer().strip().toLowerCase(Locale.ROOT));
            return same ? Grade.RIGHT : Grade.MALFORMED;
        }
        return given.map(answer -> answer.matches(wanted.get()) ? Grade.RIGHT : Grade.WRONG)
                .orElse(Grade.MALFORMED);
    }

    private static Optional<Quantity> expected(String answer) {
        return NumberReader.whole(answer).or(() -> find(answer));
    }

    private static Optional<Quantity> find(String text) {
        return FinalAnswer.boxed(text)
                .flatMap(NumberGrader::inside)
                .or(() -> FinalAnswer.hashed(text).flatMap(NumberGrader::inside))
                .or(() -> stated(FinalAnswer.stated(text)))
                .or(() -> NumberReader.last(text).map(Found::quantity));
    }

    private static Optional<Quantity> stated(List<String> segments) {
        for (String segment : segments.reversed()) {
            Optional<Quantity> found =
                    inside(segment)
                            .or(
                                    () ->
                                            NumberWords.first(segment)
                                                    .map(value -> new Quantity(value, 0, false)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Quantity> inside(String segment) {
        int equals = segment.lastIndexOf('=');
        return NumberReader.first(segment, equals + 1)
                .or(() -> NumberReader.last(segment))
                .map(Found::quantity);
    }
}
