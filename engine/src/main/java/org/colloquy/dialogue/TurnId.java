package org.colloquy.dialogue;

import java.util.Comparator;
import org.colloquy.random.CounterRandom;

/**
 * A turn's place in its dialogue: rounds in order, agents in the scenario's order within one.
 *
 * @param round the barrier round from 0: every agent takes one turn in it
 * @param agent index of the agent in the dialogue's cast
 */
public record TurnId(DialogueId dialogue, int round, Stage stage, int agent)
        implements Comparable<TurnId> {

    private static final Comparator<TurnId> ORDER =
            Comparator.comparing(TurnId::dialogue)
                    .thenComparingInt(TurnId::round)
                    .thenComparingInt(TurnId::agent);

    /** The key of every random number that this turn draws. */
    public long randomKey(long seed) {
        return CounterRandom.key(
                seed,
                "turn",
                dialogue.iteration(),
                dialogue.question(),
                dialogue.sample(),
                round,
                agent);
    }

    @Override
    public int compareTo(TurnId other) {
        return ORDER.compare(this, other);
    }
}
