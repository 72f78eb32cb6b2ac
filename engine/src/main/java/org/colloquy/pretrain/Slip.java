package org.colloquy.pretrain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.colloquy.question.Operation;
import org.colloquy.question.Question.Step;

/**
 * A systematic misconception of written arithmetic, in the manner of the procedural bugs of Brown
 * and Burton, "Diagnostic models for procedural bugs in basic mathematical skills" (1978). Pure: a
 * slip always gives the same wrong result, and the right one where nothing is carried or borrowed.
 */
public enum Slip {
    /** Works column by column and drops what should be carried: 47 plus 38 is 75. */
    FORGOTTEN_CARRY(Set.of(Operation.PLUS, Operation.TIMES)),
    /** Takes in each column the smaller digit from the larger: 52 minus 38 is 26. */
    FORGOTTEN_BORROW(Set.of(Operation.MINUS));

    private final Set<Operation> operations;

    Slip(Set<Operation> operations) {
        this.operations = operations;
    }

    /** The name in recipes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Slip slip : values()) {
            labels.add(slip.label());
        }
        return List.copyOf(labels);
    }

    /** The slip of a label of {@link #labels}. */
    public static Slip ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether it can spoil an operation. */
    public boolean spoils(Operation operation) {
        return operations.contains(operation);
    }

    /** The result that the slip gives; the step's own result for other operations. */
    public int result(Step step) {
        Operation operation = Operation.ofWord(step.operation()).orElse(Operation.VERSUS);
        if (!operations.contains(operation)) {
            return step.result();
        }
        return switch (operation) {
            case PLUS -> sumWithoutCarry(step.left(), step.right());
            case MINUS -> withoutBorrow(step.left(), step.right());
            case TIMES -> productWithoutCarry(step);
            case MOD, VERSUS -> step.result();
        };
    }

    private static int sumWithoutCarry(int left, int right) {
        int result = 0;
        int column = 1;
        int a = left;
        int b = right;
        for (; Math.max(a, b) > 9; a /= 10, b /= 10, column *= 10) {
            result += (a % 10 + b % 10) % 10 * column;
        }
        return result + (a + b) * column;
    }

    private static int productWithoutCarry(Step step) {
        int digit = Math.min(step.left(), step.right());
        int number = Math.max(step.left(), step.right());
        if (digit > 9) {
            return step.result();
        }
        int result = 0;
        int column = 1;
        for (; number > 9; number /= 10, column *= 10) {
            result += number % 10 * digit % 10 * column;
        }
        return result + number * digit * column;
    }

    private static int withoutBorrow(int left, int right) {
        int result = 0;
        for (int column = 1; column <= Math.max(left, right); column *= 10) {
            result += Math.abs(left / column % 10 - right / column % 10) * column;
        }
        return result;
    }
}
