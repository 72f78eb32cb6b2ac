package org.colloquy.cli;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.colloquy.dialogue.Mode;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Question;

/**
 * A whole dialogue as its record tells it, ready to be shown.
 *
 * @param pooled the participants' pooled P(right), where the mode was chosen by it
 * @param graded empty where the dialogue failed before it was graded
 */
record Scene(
        Question question,
        OptionalDouble pooled,
        DialogueStarted opening,
        List<TurnTaken> turns,
        Optional<AnswersGraded> graded,
        DialogueEnded end) {

    Scene {
        turns = List.copyOf(turns);
    }

    Mode mode() {
        return opening.mode();
    }

    /** The round of everybody's final answer. */
    int lastRound() {
        return turns.stream().mapToInt(taken -> taken.turn().id().round()).max().orElse(0);
    }
}
