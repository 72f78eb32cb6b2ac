package org.colloquy.replay;

import java.util.Optional;
import org.colloquy.dialogue.Mode;
import org.colloquy.dialogue.Protocol;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;

/**
 * A question and the dialogues about it that must stand in the log.
 *
 * @param question empty where only the log knows it
 * @param ordinal number of the visit in the whole run, by which random choices are keyed
 * @param dialogues how many there must be
 */
record Visit(
        QuestionKey key,
        Optional<Question> question,
        int ordinal,
        int dialogues,
        Protocol cooperating,
        Protocol competing) {

    Protocol protocol(Mode mode) {
        return switch (mode) {
            case COOPERATE -> cooperating;
            case COMPETE -> competing;
        };
    }
}
