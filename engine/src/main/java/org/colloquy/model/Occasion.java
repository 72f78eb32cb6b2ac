package org.colloquy.model;

import java.util.List;

/**
 * What a simulated or recorded model may know of the turn; models that read the prompt never look
 * at it.
 *
 * @param stage the stage's name in lower case, such as {@code share}; {@code compare} for rankings
 * @param answer the right answer
 * @param difficulty of the question on the logit scale; 0 where unknown
 * @param peerTexts what the peers said last, in cast order
 * @param place who is asked, and of what
 */
public record Occasion(
        String stage, String answer, double difficulty, List<String> peerTexts, Place place) {

    public static final Occasion NONE = new Occasion("", "", 0, List.of());

    public Occasion {
        peerTexts = List.copyOf(peerTexts);
    }

    /** One without a place. */
    public Occasion(String stage, String answer, double difficulty, List<String> peerTexts) {
        this(stage, answer, difficulty, peerTexts, Place.NOWHERE);
    }

    /** The same at a place. */
    public Occasion at(Place where) {
        return new Occasion(stage, answer, difficulty, peerTexts, where);
    }

    /**
     * Where a turn stands in its run.
     *
     * @param question its id
     * @param text what is asked
     * @param sample which dialogue on the question, from 0; {@link #ALONE} outside any
     * @param round of the dialogue, from 0
     */
    public record Place(String agent, String question, String text, int sample, int round) {

        /** The sample of a question that is asked outside any dialogue. */
        public static final int ALONE = -1;

        public static final Place NOWHERE = new Place("", "", "", ALONE, 0);
    }
}
