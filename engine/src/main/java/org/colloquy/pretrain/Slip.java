package org.colloquy.pretrain;

import java.util.Optional;
import org.colloquy.question.Operation;
import org.colloquy.question.Question.Step;

/**
 * A systematic misconception of written arithmetic, in the manner of the procedural bugs of Brown
 * and Burton, "Diagnostic models for procedural bugs in basic mathematical skills" (1978). Pure: a
 * slip always gives the same wrong result, and the right one where nothing is carried or borrowed.
 */
public enum Slip {
    /** Multiplies digit by digit and drops what should be carried: 23 times 4 is 82. */
    FORGOTTEN_CARRY(Operation.TIMES),
    /** Takes in each column the smaller digit from the larger: 52 minus 38 is 26. */
    FORGOTTEN_BORROW(Operation.MINUS);

    private final Operation operation;

    Slip(Operation operation) {
        this.operation = operation;
    }

    /** The operation that it spoils. */
    public Operation operation() {
        return operation;
    }

    /** The slip that spoils an operation, if there is one. */
    public static Optional<Slip> of(Operation operation) {
        for (Slip slip : values()) {
            if (slip.operation == operation) {
                return Optional.of(slip);
            }
        }
        return Optional.empty();
    }

    /** The result that the slip gives; the step's own result for other operations. */
    public int result(Step step) {
        if (!step.operation().equals(operation.word())) {
            return step.result();
        }
        return switch (this) {
            case FORGOTTEN_CARRY -> withoutCarry(step);
            case FORGOTTEN_BORROW -> withoutBorrow(step.left(), step.right());
        };
    }

    private static int withoutCarry(Step step) {
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
