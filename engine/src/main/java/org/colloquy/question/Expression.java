package org.colloquy.question;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.question.Question.Step;

/** An arithmetic expression over whole numbers; solved from the left, operands first. */
sealed interface Expression {

    /** Every number that a question or its solution names lies in 0..LARGEST. */
    int LARGEST = 99;

    int value();

    /** As written in a question, with the brackets that it needs. */
    String text();

    record Number(int value) implements Expression {
        @Override
        public String text() {
            return Integer.toString(value);
        }
    }

    record Binary(Expression left, Operation operation, Expression right, int value)
            implements Expression {

        @Override
        public String text() {
            return bracketed(left) + " " + operation.sign() + " " + right.text();
        }

        private String bracketed(Expression operand) {
            boolean needed =
                    operand instanceof Binary inner
                            && (operation == Operation.MOD
                                    || (operation == Operation.TIMES
                                            && inner.operation != Operation.TIMES));
            return needed ? "(" + operand.text() + ")" : operand.text();
        }
    }

    static Expression number(int value) {
        return new Number(value);
    }

    default Binary then(Operation operation, Expression right) {
        return new Binary(this, operation, right, operation.apply(value(), right.value()));
    }

    default Binary then(Operation operation, int right) {
        return then(operation, number(right));
    }

    /** The worked solution, operands before the operations that use them. */
    default List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        emit(steps, new ArrayList<>());
        return List.copyOf(steps);
    }

    /**
     * Whether all numbers lie in bounds and the steps alone tell which operand is which earlier
     * result, as {@link Working} reads them.
     */
    default boolean sound() {
        List<Step> steps = new ArrayList<>();
        List<Integer> sources = new ArrayList<>();
        emit(steps, sources);
        return steps.stream().allMatch(step -> bounded(step.left()) && bounded(step.right()))
                && bounded(value())
                && Arrays.equals(
                        Working.sources(steps),
                        sources.stream().mapToInt(Integer::intValue).toArray());
    }

    private static boolean bounded(int number) {
        return number >= 0 && number <= LARGEST;
    }

    /** Appends this expression's steps; returns the index of its last, or -1 for a number. */
    private int emit(List<Step> steps, List<Integer> sources) {
        return switch (this) {
            case Number number -> Working.LITERAL;
            case Binary binary -> {
                int left = binary.left.emit(steps, sources);
                int right = binary.right.emit(steps, sources);
                sources.add(left);
                sources.add(right);
                steps.add(
                        new Step(
                                binary.left.value(),
                                binary.operation.word(),
                                binary.right.value(),
                                binary.value));
                yield steps.size() - 1;
            }
        };
    }
}
