package org.colloquy.question;

import java.util.Optional;

/** A primitive operation on whole numbers, with its word in solutions and its sign in questions. */
public enum Operation {
    PLUS("plus", "+"),
    MINUS("minus", "-"),
    TIMES("times", "*"),
    MOD("mod", "mod"),
    /** The larger of two numbers. */
    VERSUS("versus", "or");

    private final String word;
    private final String sign;

    Operation(String word, String sign) {
        this.word = word;
        this.sign = sign;
    }

    public String word() {
        return word;
    }

    public String sign() {
        return sign;
    }

    /** The right result; of a remainder by zero, zero. */
    public int apply(int left, int right) {
        return switch (this) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case MOD -> right == 0 ? 0 : Math.floorMod(left, right);
            case VERSUS -> Math.max(left, right);
        };
    }

    public static Optional<Operation> ofWord(String word) {
        for (Operation operation : values()) {
            if (operation.word.equals(word)) {
                return Optional.of(operation);
            }
        }
        return Optional.empty();
    }
}
