package org.colloquy.actors.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;

/** Makes the log's section of a dialogue that is over, its answers graded. */
final class DialogueSection {

    private DialogueSection() {}

    /**
     * @param turns taken and failed, in canonical order
     * @param failure why the dialogue failed; empty if it did not
     */
    static List<InteractionEvent> of(
            Dialogue dialogue,
            List<InteractionEvent> turns,
            Optional<String> failure,
            Grader grader) {
        DialoguePlan plan = dialogue.plan();
        List<InteractionEvent> events = new ArrayList<>(turns.size() + 3);
        events.add(
                new DialogueStarted(
                        plan.id(),
                        dialogue.protocol().name(),
                        plan.rounds(),
                        plan.mode(),
                        plan.cast(),
                        plan.peers()));
        events.addAll(turns);
        if (failure.isPresent()) {
            events.add(new DialogueEnded(plan.id(), DialogueStatus.FAILED, failure.get()));
        } else {
            events.add(new AnswersGraded(plan.id(), graded(dialogue, grader)));
            events.add(new DialogueEnded(plan.id(), DialogueStatus.FINISHED, ""));
        }
        return List.copyOf(events);
    }

    private static List<GradedAnswer> graded(Dialogue dialogue, Grader grader) {
        DialoguePlan plan = dialogue.plan();
        Question question = plan.question();
        List<String> last = dialogue.protocol().finalTexts(dialogue, grader);
        List<GradedAnswer> answers = new ArrayList<>(plan.cast().size());
        for (int agent = 0; agent < plan.cast().size(); agent++) {
            String first = dialogue.rounds().getFirst().get(agent).text();
            String end = last.get(agent);
            answers.add(
                    new GradedAnswer(
                            plan.cast().get(agent),
                            grader.grade(question, first),
                            grader.answerIn(first),
                            grader.grade(question, end),
                            grader.answerIn(end),
                            WorkedSolution.firstWrongStep(question, first)));
        }
        return answers;
    }
}
