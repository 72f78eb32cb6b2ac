package org.colloquy.grpo;

/**
 * Everything that one step of learning is set by; {@code docs/grpo.md} has the table.
 *
 * @param questions questions of one step
 * @param groupSize G, solo answers of each agent to each question
 */
public record GrpoSettings(
        int questions,
        int groupSize,
        AdvantageSettings advantages,
        InternaliseSettings internalise,
        LossSettings loss,
        UpdateSettings update) {

    /** What made small agents best alone, measured by a prototype. */
    public static final GrpoSettings DEFAULT =
            new GrpoSettings(
                    32,
                    16,
                    AdvantageSettings.DEFAULT,
                    InternaliseSettings.DEFAULT,
                    LossSettings.DEFAULT,
                    UpdateSettings.DEFAULT);

    public GrpoSettings {
        if (questions < 1) {
            throw new IllegalArgumentException("questions must be positive, not " + questions);
        }
        if (groupSize < 2 && internalise.source() == InternaliseSettings.Source.NONE) {
            throw new IllegalArgumentException(
                    "group-size must be at least 2, not %d: an answer's advantage is over its group"
                            .formatted(groupSize));
        }
        if (groupSize < 1) {
            throw new IllegalArgumentException("group-size must be positive, not " + groupSize);
        }
    }

    public GrpoSettings with(AdvantageSettings other) {
        return new GrpoSettings(questions, groupSize, other, internalise, loss, update);
    }

    public GrpoSettings with(InternaliseSettings other) {
        return new GrpoSettings(questions, groupSize, advantages, other, loss, update);
    }

    public GrpoSettings with(LossSettings other) {
        return new GrpoSettings(questions, groupSize, advantages, internalise, other, update);
    }

    public GrpoSettings with(UpdateSettings other) {
        return new GrpoSettings(questions, groupSize, advantages, internalise, loss, other);
    }
}
