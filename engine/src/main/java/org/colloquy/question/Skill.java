package org.colloquy.question;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.colloquy.question.Question.Step;

/** What a step of written arithmetic may need beyond single columns. */
public enum Skill {
    /** A column's sum or product has two digits, and there is a column after it. */
    CARRY,
    /** A column's upper digit is less than its lower one. */
    BORROW;

    /** The name in scenario files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        return Stream.of(values()).map(Skill::label).toList();
    }

    /** The skill of a label of {@link #labels}. */
    public static Skill ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Whether a step cannot be done without it; operands lie in 0..99. */
    public boolean neededBy(Step step) {
        int left = step.left();
        int right = step.right();
        int tens = Math.max(left, right) / 10;
        return switch (Operation.ofWord(step.operation()).orElse(Operation.VERSUS)) {
            case PLUS -> this == CARRY && tens > 0 && left % 10 + right % 10 > 9;
            case TIMES -> this == CARRY && tens > 0 && left % 10 * (right % 10) > 9;
            case MINUS -> this == BORROW && left % 10 < right % 10;
            case MOD, VERSUS -> false;
        };
    }
}
