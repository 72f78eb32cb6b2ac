package org.colloquy.model;

import java.util.List;

/**
 * What a simulated model may know of the turn; models that read the prompt never look at it.
 *
 * @param stage the stage's name in lower case, such as {@code share}; {@code compare} for rankings
 * @param answer the right answer
 * @param difficulty of the question on the logit scale; 0 where unknown
 * @param peerTexts what the peers said last, in cast order
 */
public record Occasion(String stage, String answer, double difficulty, List<String> peerTexts) {

    public static final Occasion NONE = new Occasion("", "", 0, List.of());

    public Occasion {
        peerTexts = List.copyOf(peerTexts);
    }
}
