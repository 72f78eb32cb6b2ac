package org.colloquy.actors.recorded;

/**
 * What a model said earlier.
 *
 * @param where its file and line
 * @param question its id, its text, or the whole prompt of the turn
 * @param stage in lower case, such as {@code share}
 * @param sample of the dialogue, {@link #ANY} for whichever
 * @param round of the turn, {@link #ANY} for whichever
 */
record RecordedTurn(
        String where,
        String question,
        String stage,
        String agent,
        int sample,
        int round,
        String text) {

    static final int ANY = Integer.MIN_VALUE;

    /** Whether it is a turn of that dialogue and round. */
    boolean fits(int otherSample, int otherRound) {
        return (sample == ANY || sample == otherSample) && (round == ANY || round == otherRound);
    }
}
