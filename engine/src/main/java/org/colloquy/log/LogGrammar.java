package org.colloquy.log;

import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.Attempted;
import org.colloquy.log.InteractionEvent.Compared;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DifficultyEstimated;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.InteractionEvent.ValidationGraded;

/**
 * Where events may stand, and where the log's sections end. A section is what is made durable at
 * once and what a resumed run does again as a whole:
 *
 * <ol>
 *   <li>the header: {@code RunStarted};
 *   <li>the abilities, if any: for every agent in order {@code ValidationGraded}*, {@code
 *       AbilityEstimated};
 *   <li>in training, before the first question, the evaluation of the weights that it starts from,
 *       if any: {@code SoloEvaluated};
 *   <li>per question, in ascending order, its preamble: {@code QuestionPosed}, then {@code
 *       Compared}, {@code Attempted}, {@code DifficultyEstimated} as the rules ask, {@code
 *       ModeChosen};
 *   <li>per dialogue of the question before, in ascending order: {@code DialogueStarted}, {@code
 *       TurnTaken} and {@code TurnFailed} in canonical order, {@code AnswersGraded} unless it
 *       failed, {@code DialogueEnded};
 *   <li>in training the iteration's end: {@code GroupScored}* by question, stage and agent, {@code
 *       PolicyUpdated} for every policy, {@code SoloEvaluated} if it is due, {@code
 *       IterationEnded}; behind it come the next iteration's abilities, if any, each one {@code
 *       AbilityEstimated}, and its questions;
 *   <li>the end: {@code RunEnded}, in training right behind an iteration's end.
 * </ol>
 */
public final class LogGrammar {

    private enum Place {
        BEFORE,
        BORDER,
        ABILITIES,
        PREAMBLE,
        DIALOGUE,
        GRADED,
        LEARNING,
        ENDED
    }

    private Place place = Place.BEFORE;
    private List<AgentName> agents = List.of();
    private int abilities;
    private boolean evaluated;
    private int iteration;
    private Optional<QuestionKey> question = Optional.empty();
    private Optional<DialogueId> dialogue = Optional.empty();
    private Optional<TurnId> turn = Optional.empty();
    private boolean lastTaken;
    private IterationGrammar learning = new IterationGrammar(List.of(), 0);

    /** Takes the next event; a complaint if it may not stand here, after which nothing counts. */
    public Optional<String> accept(InteractionEvent event) {
        boolean fits =
                switch (event) {
                    case RunStarted started -> start(started);
                    case ValidationGraded graded ->
                            iteration == 0 && ability(graded.agent(), false);
                    case AbilityEstimated estimated -> ability(estimated.agent(), true);
                    case QuestionPosed posed -> pose(posed.key());
                    case Compared compared -> inPreamble(compared.key());
                    case Attempted attempted -> inPreamble(attempted.key());
                    case DifficultyEstimated estimated -> inPreamble(estimated.key());
                    case ModeChosen chosen -> move(inPreamble(chosen.key()), Place.BORDER);
                    case DialogueStarted started -> open(started.id());
                    case TurnTaken taken -> speak(taken.turn().id(), true);
                    case TurnFailed failed -> speak(failed.id(), false);
                    case AnswersGraded graded ->
                            move(inDialogue(Place.DIALOGUE, graded.id()), Place.GRADED);
                    case DialogueEnded ended -> close(ended);
                    case GroupScored scored -> learn() && learning.score(scored);
                    case PolicyUpdated updated -> learn() && learning.update(updated);
                    case SoloEvaluated told -> beforeTraining(told) || evaluate(told);
                    case IterationEnded ended -> endIteration(ended);
                    case RunEnded ended -> move(mayEnd(), Place.ENDED);
                };
        return fits ? Optional.empty() : Optional.of(complaint(event));
    }

    /** Whether a section has just ended, so that the log may be cut here and continued. */
    public boolean atBorder() {
        return (place == Place.BORDER && abilitiesWhole()) || place == Place.ENDED;
    }

    /** Whether the last event was the run's end. */
    public boolean ended() {
        return place == Place.ENDED;
    }

    private boolean start(RunStarted started) {
        agents = started.agents().stream().map(Participant::name).toList();
        learning = new IterationGrammar(agents, 0);
        return move(place == Place.BEFORE, Place.BORDER);
    }

    private boolean ability(AgentName agent, boolean whole) {
        boolean fits =
                (place == Place.BORDER || place == Place.ABILITIES)
                        && !posed()
                        && !evaluated
                        && abilities < agents.size()
                        && agents.get(abilities).equals(agent);
        if (whole) {
            abilities++;
        }
        return move(fits, whole && abilitiesWhole() ? Place.BORDER : Place.ABILITIES);
    }

    private boolean abilitiesWhole() {
        return abilities == 0 || abilities == agents.size();
    }

    /** Whether the iteration has had a question. */
    private boolean posed() {
        return question.map(last -> last.iteration() == iteration).orElse(false);
    }

    private boolean pose(QuestionKey key) {
        boolean fits =
                place == Place.BORDER
                        && abilitiesWhole()
                        && key.iteration() == iteration
                        && question.map(last -> last.compareTo(key) < 0).orElse(true);
        question = Optional.of(key);
        return move(fits, Place.PREAMBLE);
    }

    private boolean inPreamble(QuestionKey key) {
        return place == Place.PREAMBLE && question.equals(Optional.of(key));
    }

    private boolean open(DialogueId id) {
        boolean fits =
                place == Place.BORDER
                        && question.equals(Optional.of(QuestionKey.of(id)))
                        && dialogue.map(last -> last.compareTo(id) < 0).orElse(true);
        dialogue = Optional.of(id);
        turn = Optional.empty();
        return move(fits, Place.DIALOGUE);
    }

    /** A turn comes after all others, except that it may follow its own failed attempts. */
    private boolean speak(TurnId id, boolean taken) {
        boolean fits =
                inDialogue(Place.DIALOGUE, id.dialogue())
                        && turn.map(
                                        last ->
                                                last.compareTo(id) < 0
                                                        || (last.equals(id) && !lastTaken))
                                .orElse(true);
        turn = Optional.of(id);
        lastTaken = taken;
        return fits;
    }

    private boolean inDialogue(Place wanted, DialogueId id) {
        return place == wanted && dialogue.equals(Optional.of(id));
    }

    private boolean close(DialogueEnded ended) {
        Place wanted =
                switch (ended.status()) {
                    case FINISHED -> Place.GRADED;
                    case FAILED -> Place.DIALOGUE;
                };
        return move(inDialogue(wanted, ended.id()), Place.BORDER);
    }

    /** Whether the iteration's end may start or go on. */
    private boolean learn() {
        return move(place == Place.LEARNING || place == Place.BORDER && posed(), Place.LEARNING);
    }

    private boolean beforeTraining(SoloEvaluated told) {
        boolean fits =
                place == Place.BORDER && abilitiesWhole() && question.isEmpty() && !evaluated;
        evaluated |= fits;
        return fits && told.version() == 0;
    }

    private boolean evaluate(SoloEvaluated told) {
        return place == Place.LEARNING && learning.evaluate(told);
    }

    private boolean endIteration(IterationEnded ended) {
        boolean fits = place == Place.LEARNING && learning.end(ended);
        iteration++;
        abilities = 0;
        evaluated = false;
        learning = new IterationGrammar(agents, iteration);
        return move(fits, Place.BORDER);
    }

    private boolean mayEnd() {
        return place == Place.BORDER && (iteration == 0 ? abilitiesWhole() : !begun());
    }

    private boolean begun() {
        return posed() || abilities > 0;
    }

    private boolean move(boolean fits, Place next) {
        place = next;
        return fits;
    }

    private String complaint(InteractionEvent event) {
        return EventTypes.of(event).name()
                + " may not stand here; before it: question "
                + question.map(QuestionKey::toString).orElse("none")
                + ", dialogue "
                + dialogue.map(DialogueId::toString).orElse("none");
    }
}
