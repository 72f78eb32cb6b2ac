package org.colloquy.grpo;

/**
 * Which of its peers' right answers an agent practises as its own answers to the bare question.
 *
 * @param source the turns they are taken from
 * @param positiveOnly whether only those of positive advantage are trained
 * @param onlyWithoutRight whether only groups without a right answer of their own take any
 * @param limit most answers taken into one group
 */
public record InternaliseSettings(
        Source source, boolean positiveOnly, boolean onlyWithoutRight, int limit) {

    /** The turns that answers are taken from. */
    public enum Source {
        /** None: plain GRPO. */
        NONE,
        /** Peers' right shared ideas. */
        RIGHT_IDEAS,
        /** Right fused answers, the agent's own and its peers'. */
        RIGHT_FUSIONS,
        /** Peers' right ideas; where nobody has one, right fused answers. */
        RIGHT_IDEAS_OR_FUSIONS
    }

    public static final InternaliseSettings DEFAULT =
            new InternaliseSettings(Source.RIGHT_IDEAS, true, false, 16);

    public static final InternaliseSettings NONE =
            new InternaliseSettings(Source.NONE, true, false, 16);

    /** The same from another source. */
    public InternaliseSettings with(Source other) {
        return new InternaliseSettings(other, positiveOnly, onlyWithoutRight, limit);
    }

    /** Whether it may need the fused answers of discussions. */
    public boolean takesFusions() {
        return source == Source.RIGHT_FUSIONS || source == Source.RIGHT_IDEAS_OR_FUSIONS;
    }

    public InternaliseSettings {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "internalise limit must be positive, not %d; to take none over set the source to"
                                    .formatted(limit)
                            + " none");
        }
    }
}
