package org.colloquy.question;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloquy.question.Question.Step;

/** Worked solutions in words: "First 47 plus 38 is 85. Second 85 times 3 is 255. Answer 255." */
public final class WorkedSolution {

    public static final int MAX_STEPS = 4;

    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");
    private static final Pattern STEP =
            Pattern.compile(
                    "(?<!\\d)(\\d{1,6}) (plus|minus|times|mod|versus) (\\d{1,6}) is (\\d{1,6})(?!\\d)");

    private WorkedSolution() {}

    /** The word for a step: first, second, third, fourth. */
    public static String ordinal(int index) {
        return ORDINALS.get(index);
    }

    /** Such as {@code First 47 plus 38 is 85}, without a full stop. */
    public static String sentence(int index, Step step) {
        String ordinal = ordinal(index);
        return Character.toUpperCase(ordinal.charAt(0))
                + ordinal.substring(1)
                + " "
                + step.left()
                + " "
                + step.operation()
                + " "
                + step.right()
                + " is "
                + step.result();
    }

    /** All steps and the answer. */
    public static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append(sentence(i, steps.get(i))).append(". ");
        }
        return text.append("Answer ").append(steps.getLast().result()).append('.').toString();
    }

    /** The steps that can be read from a text, in order; total. */
    public static List<Step> read(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        while (matcher.find()) {
            steps.add(
                    new Step(
                            Integer.parseInt(matcher.group(1)),
                            matcher.group(2),
                            Integer.parseInt(matcher.group(3)),
                            Integer.parseInt(matcher.group(4))));
        }
        return steps;
    }

    /**
     * The index of the first step of the question's worked solution that the text gives otherwise
     * or not at all; empty if all are there and right, or the question has no worked solution.
     */
    public static OptionalInt firstWrongStep(Question question, String text) {
        List<Step> written = read(text);
        for (int i = 0; i < question.steps().size(); i++) {
            if (i >= written.size() || !written.get(i).equals(question.steps().get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
