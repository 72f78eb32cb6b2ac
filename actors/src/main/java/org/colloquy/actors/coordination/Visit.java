package org.colloquy.actors.coordination;

import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;

/**
 * A question and the dialogues about it.
 *
 * @param samples number of dialogues, at least 1
 * @param meeting how the agents meet in them
 */
record Visit(QuestionKey key, Question question, int samples, Meeting meeting) {

    /** How agents meet. */
    sealed interface Meeting {}

    /** By this protocol. */
    record By(Protocol protocol) implements Meeting {}

    /** In a discussion where they are to cooperate, else each alone. */
    record ByMode() implements Meeting {}

    Protocol protocol(Mode mode) {
        return switch (meeting) {
            case By by -> by.protocol();
            case ByMode byMode -> mode == Mode.COOPERATE ? new Idea3() : new Solo();
        };
    }
}
