package org.colloquy.grading;

import java.util.List;
import java.util.Optional;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;

/**
 * Grades a mathematical answer, in LaTeX or in plain characters, by what it means.
 *
 * <p>{@link MathAnswer} finds it, {@link LatexParser} reads it, {@link Equivalence} compares it.
 * What cannot be read is compared as text without spaces and layout.
 */
public final class MathGrader implements Grader {

    private static final int LONGEST_LABEL = 200;

    @Override
    public Optional<String> answerIn(String text) {
        return MathAnswer.in(FinalAnswer.bounded(text)).map(MathGrader::label);
    }

    @Override
    public Grade grade(Question question, String text) {
        String right = FinalAnswer.boxed(question.answer()).orElse(question.answer());
        return MathAnswer.in(FinalAnswer.bounded(text))
                .map(given -> same(MathAnswer.tidy(right), given) ? Grade.RIGHT : Grade.WRONG)
                .orElse(Grade.MALFORMED);
    }

    static boolean same(String right, String given) {
        if (right.equals(given) || plain(right).equals(plain(given))) {
            return true;
        }
        for (boolean thousandsRight : choices(right)) {
            Optional<Term> wanted = LatexParser.read(right, thousandsRight);
            for (boolean thousandsGiven : choices(given)) {
                Optional<Term> answer = LatexParser.read(given, thousandsGiven);
                if (wanted.isPresent()
                        && answer.isPresent()
                        && Equivalence.same(wanted.get(), answer.get())) {
                    return true;
                }
                boolean prose =
                        wanted.map(Term::wordy).orElse(false)
                                || answer.map(Term::wordy).orElse(false)
                                || wanted.isEmpty() && right.contains("\\text");
                if (prose && Equivalence.sameWords(right, given)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a comma may separate thousands: both where that makes a difference. */
    private static boolean[] choices(String text) {
        return text.indexOf(',') >= 0 ? new boolean[] {true, false} : new boolean[] {true};
    }

    private static String plain(String text) {
        return text.replaceAll("\\\\[dt]frac", "\\\\frac")
                .replaceAll("\\\\(?:left|right)(?![a-z])|\\\\[!,;: ]|[\\s$]+", "");
    }

    /** One spelling for all spellings of a number; else the text without layout. */
    private static String label(String answer) {
        Optional<Term> term = LatexParser.read(answer, true);
        String label =
                term.flatMap(ExactValue::of).map(Rational::toString).orElseGet(() -> plain(answer));
        return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL);
    }

    /** Whether an answer is one that is compared by meaning, not only as text. */
    static boolean readable(String answer) {
        return List.of(true, false).stream()
                .anyMatch(thousands -> LatexParser.read(answer, thousands).isPresent());
    }
}
