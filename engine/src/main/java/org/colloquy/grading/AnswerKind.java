package org.colloquy.grading;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.question.Grader;

/** What sort of answer a question wants, and so how it is graded. */
public enum AnswerKind {
    NUMBER(new NumberGrader()),
    MATH(new MathGrader()),
    CHOICE(new ChoiceGrader());

    private final transient Grader grader;

    AnswerKind(Grader grader) {
        this.grader = grader;
    }

    public Grader grader() {
        return grader;
    }

    /** As it is written in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Stream.of(values()).map(AnswerKind::label).toList();
    }

    public static Optional<AnswerKind> of(String label) {
        return Stream.of(values()).filter(kind -> kind.label().equals(label)).findFirst();
    }
}
