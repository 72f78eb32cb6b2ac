package org.colloquy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Question;

/** Gathers a log's events, in the log's order, into whole dialogues. Holds one at a time. */
final class SceneCollector {

    private Optional<Question> question = Optional.empty();
    private OptionalDouble pooled = OptionalDouble.empty();
    private Optional<DialogueStarted> opening = Optional.empty();
    private Optional<AnswersGraded> graded = Optional.empty();
    private final List<TurnTaken> turns = new ArrayList<>();

    /** Takes the next event; a dialogue where this was its last. */
    Optional<Scene> accept(InteractionEvent event) {
        switch (event) {
            case QuestionPosed posed -> {
                question = Optional.of(posed.question());
                pooled = OptionalDouble.empty();
            }
            case ModeChosen chosen -> pooled = OptionalDouble.of(chosen.pooled());
            case DialogueStarted started -> {
                opening = Optional.of(started);
                graded = Optional.empty();
                turns.clear();
            }
            case TurnTaken turn -> turns.add(turn);
            case AnswersGraded answers -> graded = Optional.of(answers);
            case DialogueEnded end -> {
                return scene(end);
            }
            default -> {}
        }
        return Optional.empty();
    }

    private Optional<Scene> scene(DialogueEnded end) {
        if (question.isEmpty() || opening.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Scene(question.get(), pooled, opening.get(), turns, graded, end));
    }
}
