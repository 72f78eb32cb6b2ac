package org.colloquy.irt;

/** What an agent says of a question and an anchor: which of them is harder. */
public enum Verdict {
    QUESTION_HARDER,
    ANCHOR_HARDER,
    /** No verdict can be read, or the turn failed: counts half for either. */
    UNCLEAR;

    /**
     * Reads an answer whose first word should be {@code A} or {@code B}; total.
     *
     * @param questionIsA whether the question, not the anchor, was put as A
     */
    public static Verdict read(String text, boolean questionIsA) {
        String word = text.strip().split("[^A-Za-z0-9]", 2)[0];
        return switch (word) {
            case "A", "a" -> questionIsA ? QUESTION_HARDER : ANCHOR_HARDER;
            case "B", "b" -> questionIsA ? ANCHOR_HARDER : QUESTION_HARDER;
            default -> UNCLEAR;
        };
    }

    /** How much of a place above the anchor this verdict gives the question. */
    double weight() {
        return switch (this) {
            case QUESTION_HARDER -> 1;
            case ANCHOR_HARDER -> 0;
            case UNCLEAR -> 0.5;
        };
    }
}
