package org.colloquy.grading;

/** The answer of a published solution. */
public final class AnswerText {

    private AnswerText() {}

    /** What stands behind its last {@code ####}, or in its last box; else all of it. */
    public static String ofSolution(String solution) {
        return FinalAnswer.hashed(solution)
                .or(() -> FinalAnswer.boxed(solution))
                .orElse(solution)
                .strip();
    }
}
