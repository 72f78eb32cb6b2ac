package org.colloquy.actors.agent;

import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;

/** What an agent says when it is given a turn. */
public sealed interface Idea {

    /** A turn that was taken. */
    sealed interface Taken extends Idea {
        Turn turn();

        @Override
        default TurnId id() {
            return turn().id();
        }
    }

    /** A proposed solution. */
    record Shared(Turn turn, int attempt, int promptTokens) implements Taken {}

    /** A critical look at the peers' ideas. */
    record Analysed(Turn turn, int attempt, int promptTokens) implements Taken {}

    /** A final answer out of all ideas. */
    record Fused(Turn turn, int attempt, int promptTokens) implements Taken {}

    /** A debater's answer in view of its peers'. */
    record Revised(Turn turn, int attempt, int promptTokens) implements Taken {}

    /** The model did not answer. */
    record TurnRefused(TurnId id, int attempt, String reason) implements Idea {}

    TurnId id();

    /** Which try of the turn this is, from 0. */
    int attempt();

    /** The idea that a turn of its stage is. */
    static Idea of(Turn turn, int attempt, int promptTokens) {
        return switch (turn.id().stage()) {
            case SHARE -> new Shared(turn, attempt, promptTokens);
            case ANALYSE -> new Analysed(turn, attempt, promptTokens);
            case FUSE -> new Fused(turn, attempt, promptTokens);
            case REVISE -> new Revised(turn, attempt, promptTokens);
        };
    }
}
