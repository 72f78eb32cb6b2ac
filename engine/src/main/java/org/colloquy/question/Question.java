package org.colloquy.question;

import java.util.List;

/**
 * A question with a verifiable answer.
 *
 * @param id unique within its source, stable over runs, such as {@code chain-3-000127}
 * @param family the kind of task, such as {@code chain}; for files the file's own label or {@code
 *     file}
 * @param level difficulty level from 1; 0 where the source does not say
 * @param text what is asked
 * @param answer the right answer as the grader compares it
 * @param steps a worked solution, one primitive step each; empty where the source has none
 */
public record Question(
        String id, String family, int level, String text, String answer, List<Step> steps) {

    public Question {
        steps = List.copyOf(steps);
    }

    /**
     * One primitive step: {@code left operation right is result}, as in "47 plus 38 is 85".
     *
     * @param operation the word for the operation: plus, minus, times, mod, versus
     */
    public record Step(int left, String operation, int right, int result) {}
}
