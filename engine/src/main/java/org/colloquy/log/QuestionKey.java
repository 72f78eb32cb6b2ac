package org.colloquy.log;

import org.colloquy.dialogue.DialogueId;

/**
 * A question's place in the run.
 *
 * @param iteration training iteration from 0; 0 throughout in a plain run
 * @param question index of the question in the iteration
 */
public record QuestionKey(int iteration, int question) implements Comparable<QuestionKey> {

    public QuestionKey {
        if (iteration < 0 || question < 0) {
            throw new IllegalArgumentException(
                    "negative question key " + iteration + "." + question);
        }
    }

    public static QuestionKey of(DialogueId dialogue) {
        return new QuestionKey(dialogue.iteration(), dialogue.question());
    }

    @Override
    public int compareTo(QuestionKey other) {
        int byIteration = Integer.compare(iteration, other.iteration);
        return byIteration != 0 ? byIteration : Integer.compare(question, other.question);
    }

    /** Such as {@code 0.17}: iteration, question. */
    @Override
    public String toString() {
        return iteration + "." + question;
    }
}
