package org.colloquy.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.random.Dice;

/**
 * The kinds of procedural question. Each makes a question of {@code level} primitive steps from
 * dice; all numbers, those on the way included, are whole and lie in 0..99.
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
        Expression sum = Expression.number(dice.between(10, Expression.LARGEST - 10 * level));
        for (int left = level; left > 0; left--) {
            sum = sum.then(Operation.PLUS, more(sum.value(), left, dice));
        }
        return sum;
    }

    private static Expression difference(int level, Dice dice) {
        Expression rest = Expression.number(dice.between(10 + 15 * level, Expression.LARGEST));
        for (int left = level; left > 0; left--) {
            rest = rest.then(Operation.MINUS, fewer(rest.value(), left, dice));
        }
        return rest;
    }

    private static Expression product(int level, Dice dice) {
        return switch (level) {
            case 1 -> dice.chance(0.5) ? times(dice) : turned(times(dice));
            case 2 -> twice(dice);
            case 3 -> times(dice).then(Operation.PLUS, times(dice));
            default ->
                    times(dice)
                            .then(Operation.TIMES, digit(dice))
                            .then(Operation.MINUS, times(dice));
        };
    }

    private static Expression twice(Dice dice) {
        Expression product = times(dice);
        Operation second = dice.pick(choices(product.value()));
        return product.then(second, operand(second, product.value(), 1, dice));
    }

    private static Expression.Binary times(Dice dice) {
        int digit = digit(dice);
        int number = dice.between(2, Expression.LARGEST / digit);
        return Expression.number(number).then(Operation.TIMES, digit);
    }

    private static Expression turned(Expression.Binary product) {
        return product.right().then(Operation.TIMES, product.left());
    }

    private static int digit(Dice dice) {
        return dice.between(2, 9);
    }

    static Expression chain(int level, Dice dice) {
        Expression chain = Expression.number(dice.between(4, 90));
        for (int left = level; left > 0; left--) {
            Operation operation = dice.pick(choices(chain.value()));
            chain = chain.then(operation, operand(operation, chain.value(), left, dice));
        }
        return chain;
    }

    /** Multiplication is possible for few values, so it counts twice where it is. */
    private static List<Operation> choices(int value) {
        List<Operation> choices = new ArrayList<>();
        if (value <= Expression.LARGEST - 10) {
            choices.add(Operation.PLUS);
        }
        if (value >= 10) {
            choices.add(Operation.MINUS);
        }
        if (value >= 2 && value <= Expression.LARGEST / 2) {
            choices.add(Operation.TIMES);
            choices.add(Operation.TIMES);
        }
        return choices;
    }

    private static int operand(Operation operation, int value, int left, Dice dice) {
        return switch (operation) {
            case PLUS -> more(value, left, dice);
            case MINUS -> fewer(value, left, dice);
            case TIMES -> dice.between(2, Math.min(9, Expression.LARGEST / value));
            case MOD, VERSUS -> digit(dice);
        };
    }

    /** An addend that leaves room for {@code left - 1} more. */
    static int more(int value, int left, Dice dice) {
        return dice.between(2, Math.max(2, (Expression.LARGEST - value) * 2 / (left + 1)));
    }

    /** A subtrahend that leaves room for {@code left - 1} more. */
    static int fewer(int value, int left, Dice dice) {
        return dice.between(2, Math.max(2, value * 2 / (left + 1)));
    }

    private static Expression remainder(int level, Dice dice) {
        return chain(level - 1, dice).then(Operation.MOD, digit(dice));
    }

    private static Task comparison(int level, Dice dice) {
        Expression left;
        Expression right;
        if (level == 1) {
            left = Expression.number(dice.between(10, Expression.LARGEST));
            right = Expression.number(dice.between(10, Expression.LARGEST));
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
        return steps == 0
                ? Expression.number(dice.between(10, Expression.LARGEST))
                : chain(steps, dice);
    }
}
