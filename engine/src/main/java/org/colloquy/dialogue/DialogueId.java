package org.colloquy.dialogue;

import java.util.Comparator;

/**
 * A dialogue's place in the run's canonical order.
 *
 * @param iteration training iteration from 0; 0 throughout in a plain run
 * @param question index of the question in the iteration
 * @param sample index of the sample of that question
 */
public record DialogueId(int iteration, int question, int sample)
        implements Comparable<DialogueId> {

    private static final Comparator<DialogueId> ORDER =
            Comparator.comparingInt(DialogueId::iteration)
                    .thenComparingInt(DialogueId::question)
                    .thenComparingInt(DialogueId::sample);

    public DialogueId {
        if (iteration < 0 || question < 0 || sample < 0) {
            throw new IllegalArgumentException(
                    "negative dialogue id " + iteration + "." + question + "." + sample);
        }
    }

    @Override
    public int compareTo(DialogueId other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code 0.17.1}: iteration, question, sample. */
    @Override
    public String toString() {
        return iteration + "." + question + "." + sample;
    }
}
