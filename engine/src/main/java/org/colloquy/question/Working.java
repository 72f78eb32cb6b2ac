package org.colloquy.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.question.Question.Step;

/**
 * Follows a worked solution with other results: how an error in one step spoils the steps after it.
 *
 * <p>An operand that equals the result of an earlier step which no operand has used yet is that
 * result (the earliest such step counts); every other operand is a number of the question.
 */
public final class Working {

    static final int LITERAL = -1;

    private Working() {}

    /** Gives the result that is written down for a step whose operands are already replaced. */
    @FunctionalInterface
    public interface Rule {
        /**
         * @param index of the step
         * @param step with the operands as reached and the right result for them
         */
        int result(int index, Step step);
    }

    /**
     * The steps as somebody writes them who gets each result from {@code rule}; empty if a number
     * would leave 0..99.
     */
    public static Optional<List<Step>> follow(List<Step> right, Rule rule) {
        int[] sources = sources(right);
        List<Step> reached = new ArrayList<>(right.size());
        for (int i = 0; i < right.size(); i++) {
            Step step = right.get(i);
            int leftOperand = operand(sources[2 * i], step.left(), reached);
            int rightOperand = operand(sources[2 * i + 1], step.right(), reached);
            int value =
                    Operation.ofWord(step.operation())
                            .map(operation -> operation.apply(leftOperand, rightOperand))
                            .orElse(step.result());
            Step replaced = new Step(leftOperand, step.operation(), rightOperand, value);
            int written = rule.result(i, replaced);
            if (Math.min(value, written) < 0 || Math.max(value, written) > Expression.LARGEST) {
                return Optional.empty();
            }
            reached.add(new Step(leftOperand, step.operation(), rightOperand, written));
        }
        return Optional.of(reached);
    }

    /** For each step's left and right operand the step that it comes from, or {@link #LITERAL}. */
    static int[] sources(List<Step> steps) {
        int[] sources = new int[2 * steps.size()];
        boolean[] used = new boolean[steps.size()];
        for (int i = 0; i < steps.size(); i++) {
            sources[2 * i] = source(steps, i, steps.get(i).left(), used);
            sources[2 * i + 1] = source(steps, i, steps.get(i).right(), used);
        }
        return sources;
    }

    private static int source(List<Step> steps, int end, int value, boolean[] used) {
        for (int i = 0; i < end; i++) {
            if (!used[i] && steps.get(i).result() == value) {
                used[i] = true;
                return i;
            }
        }
        return LITERAL;
    }

    private static int operand(int source, int literal, List<Step> reached) {
        return source == LITERAL ? literal : reached.get(source).result();
    }
}
