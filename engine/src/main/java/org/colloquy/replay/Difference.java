package org.colloquy.replay;

/**
 * Where two tellings of one run part.
 *
 * @param seq of the record
 * @param field path within the record, such as {@code turn.tokens.logProbs[3]}
 * @param recorded what the log says
 * @param recomputed what follows from the record before, or what was generated again
 */
public record Difference(long seq, String field, String recorded, String recomputed) {

    @Override
    public String toString() {
        return "record "
                + seq
                + ", "
                + field
                + ": recorded "
                + recorded
                + ", recomputed "
                + recomputed;
    }
}
