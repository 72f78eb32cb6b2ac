package org.colloquy.replay;

import java.util.Optional;

/**
 * Where two tellings of one run part.
 *
 * @param seq of the record
 * @param field path within the record, such as {@code turn.tokens.logProbs[3]}
 * @param recorded what the log says
 * @param recomputed what follows from the record before, or what was generated again
 */
public record Difference(long seq, String field, String recorded, String recomputed) {

    /** Complains of a number of things that is not as it must be. */
    static Optional<Difference> ofCount(long seq, String what, int found, int wanted) {
        return found == wanted
                ? Optional.empty()
                : Optional.of(
                        new Difference(
                                seq, what, Integer.toString(found), Integer.toString(wanted)));
    }

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
