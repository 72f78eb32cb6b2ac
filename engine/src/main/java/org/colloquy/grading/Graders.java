package org.colloquy.grading;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.Grader;

/** The graders by the names that scenarios have for them. */
public final class Graders {

    /** The builtin agents' "Answer ...": what grades where nothing else is asked for. */
    public static final String PLAIN = "plain";

    private Graders() {}

    public static List<String> names() {
        return Stream.concat(Stream.of(PLAIN), AnswerKind.labels().stream()).toList();
    }

    /**
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Grader named(String name) {
        if (name.equals(PLAIN)) {
            return new ArithmeticGrader();
        }
        Optional<AnswerKind> kind = AnswerKind.of(name);
        return kind.orElseThrow(
                        () -> new IllegalArgumentException("no grader named '" + name + "'"))
                .grader();
    }
}
