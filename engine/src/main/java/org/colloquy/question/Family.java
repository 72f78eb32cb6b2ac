package org.colloquy.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.random.Dice;

/**
 * The kinds of procedural question. Each makes a question of {@code level} primitive steps from
 * dice; all numbers, those on the way included, are whole and lie in 0..999.
 */
public enum Family {
    ADD,
    SUBTRACT,
    MULTIPLY,
    CHAIN,
    REMAINDER,
    COMPARE,
    STORY;

    public static final int MAX_LEVEL = WorkedSolution.MAX_STEPS;

    private static final int LARGEST_DIVIDEND = 99;

    /** What is asked, and the expression whose value answers it. */
    record Task(String text, Expression expression) {}

    /** The name in scenario files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Family family : values()) {
            labels.add(family.label());
        }
        return List.copyOf(labels);
    }

    /**
     * @throws IllegalArgumentException for an unknown label, naming the known ones
     */
    public static Family ofLabel(String label) {
        for (Family family : values()) {
            if (family.label().equals(label)) {
                return family;
            }
        }
        throw new IllegalArgumentException(
                "unknown question family '" + label + "'; known: " + String.join(", ", labels()));
    }

    /** One try: empty if these dice led out of bounds. */
    Optional<Task> roll(int level, Dice dice) {
        Task task =
                switch (this) {
                    case ADD -> asked(sum(level, dice));
                    case SUBTRACT -> asked(difference(level, dice));
                    case MULTIPLY -> asked(product(level, dice));
                    case CHAIN -> asked(chain(level, dice));
                    case REMAINDER -> asked(remainder(level, dice));
                    case COMPARE -> comparison(level, dice);
                    case STORY -> Story.roll(level, dice);
                };
        return Optional.of(task).filter(rolled -> rolled.expression().sound());
    }

    private static Task asked(Expression expression) {
        return new Task("What is " + expression.text() + "?", expression);
    }

    private static Expression sum(int level, Dice dice) {
        Expression sum = Expression.number(addend(dice));
        for (int i = 0; i < level; i++) {
            sum = sum.then(Operation.PLUS, addend(dice));
        }
        return sum;
    }

    private static int addend(Dice dice) {
        return dice.chance(0.3) ? dice.between(100, 499) : dice.between(10, 99);
    }

    private static Expression difference(int level, Dice dice) {
        Expression rest = Expression.number(dice.between(100, 999));
        for (int i = 0; i < level; i++) {
            rest = rest.then(Operation.MINUS, addend(dice));
        }
        return rest;
    }

    private static Expression product(int level, Dice dice) {
        return switch (level) {
            case 1 ->
                    dice.chance(0.25)
                            ? Expression.number(dice.between(100, 499))
                                    .then(Operation.TIMES, digit(dice))
                            : times(dice);
            case 2 -> times(dice).then(Operation.TIMES, digit(dice));
            case 3 -> times(dice).then(Operation.PLUS, times(dice));
            default ->
                    times(dice)
                            .then(Operation.TIMES, digit(dice))
                            .then(Operation.MINUS, times(dice));
        };
    }

    private static Expression times(Dice dice) {
        return Expression.number(dice.between(10, 99)).then(Operation.TIMES, digit(dice));
    }

    private static int digit(Dice dice) {
        return dice.between(2, 9);
    }

    static Expression chain(int level, Dice dice) {
        Expression chain = Expression.number(dice.between(10, 99));
        for (int i = 0; i < level; i++) {
            Operation operation = dice.pick(choices(chain.value()));
            chain = chain.then(operation, operand(operation, chain.value(), dice));
        }
        return chain;
    }

    private static List<Operation> choices(int value) {
        List<Operation> choices = new ArrayList<>();
        choices.add(Operation.PLUS);
        if (value >= 20) {
            choices.add(Operation.MINUS);
        }
        if (value >= 2 && value <= Expression.LARGEST / 2) {
            choices.add(Operation.TIMES);
        }
        return choices;
    }

    private static int operand(Operation operation, int value, Dice dice) {
        return switch (operation) {
            case MINUS -> dice.between(10, Math.min(99, value));
            case TIMES -> dice.between(2, Math.min(9, Expression.LARGEST / value));
            case PLUS, MOD, VERSUS -> dice.between(10, 99);
        };
    }

    private static Expression remainder(int level, Dice dice) {
        Expression dividend = chain(level - 1, dice);
        for (int i = 0; i < 50 && dividend.value() > LARGEST_DIVIDEND; i++) {
            dividend = chain(level - 1, dice);
        }
        int divisor = dice.between(2, 9);
        return dividend.value() > LARGEST_DIVIDEND
                ? Expression.number(Expression.LARGEST + 1)
                : dividend.then(Operation.MOD, divisor);
    }

    private static Task comparison(int level, Dice dice) {
        Expression left;
        Expression right;
        if (level == 1) {
            left = Expression.number(dice.between(100, 999));
            right = Expression.number(dice.between(100, 999));
        } else {
            int leftSteps = level / 2;
            int rightSteps = level - 1 - leftSteps;
            boolean swapped = leftSteps != rightSteps && dice.chance(0.5);
            left = side(swapped ? rightSteps : leftSteps, dice);
            right = side(swapped ? leftSteps : rightSteps, dice);
        }
        Expression larger = left.then(Operation.VERSUS, right);
        String text = "Which is more, " + left.text() + " or " + right.text() + "?";
        boolean equal = left.value() == right.value();
        return new Task(text, equal ? Expression.number(Expression.LARGEST + 1) : larger);
    }

    private static Expression side(int steps, Dice dice) {
        return steps == 0 ? Expression.number(dice.between(20, 500)) : chain(steps, dice);
    }
}
