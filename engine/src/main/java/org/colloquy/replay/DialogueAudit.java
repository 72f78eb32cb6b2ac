package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.DialoguePlan;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.QuestionKey;
import org.colloquy.log.Recorded;
import org.colloquy.question.Question;
import org.colloquy.question.WorkedSolution;

/** Leads each dialogue again: its plan, the order and prompt of its turns, its grades, its end. */
final class DialogueAudit implements Audit {

    private final RunFacts facts;
    private final PreambleAudit preamble;
    private final TreeMap<TurnId, Integer> failures = new TreeMap<>();
    private Optional<QuestionKey> last = Optional.empty();
    private int dialogues;
    private Optional<Dialogue> dialogue = Optional.empty();

    DialogueAudit(RunFacts facts, PreambleAudit preamble) {
        this.facts = facts;
        this.preamble = preamble;
    }

    @Override
    public Optional<Difference> check(Recorded record) {
        long seq = record.seq();
        return switch (record.event()) {
            case DialogueStarted started -> FieldComparison.of(seq, started, started());
            case TurnTaken taken -> checkTurn(seq, taken);
            case TurnFailed failed -> checkFailure(seq, failed);
            case AnswersGraded graded -> checkGrades(seq, graded);
            case DialogueEnded ended -> FieldComparison.of(seq, ended, ended(ended));
            default -> throw new IllegalArgumentException("no event of a dialogue: " + record);
        };
    }

    /** Where a visit ends: complains of dialogues that are missing. */
    Optional<Difference> checkWhole(long seq) {
        Visit visit = preamble.visit();
        int found = last.equals(Optional.of(visit.key())) ? dialogues : 0;
        return Difference.ofCount(
                seq, "dialogues of question " + visit.key(), found, visit.dialogues());
    }

    private DialogueStarted started() {
        Visit visit = preamble.visit();
        QuestionKey key = visit.key();
        dialogues = last.equals(Optional.of(key)) ? dialogues + 1 : 1;
        last = Optional.of(key);
        DialogueId id = new DialogueId(key.iteration(), key.question(), dialogues - 1);
        DialoguePlan plan =
                new DialoguePlan(
                        id,
                        preamble.question(),
                        facts.cast(),
                        preamble.mode(),
                        facts.peers(id),
                        facts.interaction().rounds());
        Protocol protocol = visit.protocol(plan.mode());
        dialogue = Optional.of(Dialogue.open(protocol, plan));
        failures.clear();
        return new DialogueStarted(
                id, protocol.name(), plan.rounds(), plan.mode(), plan.cast(), plan.peers());
    }

    private Dialogue dialogue() {
        return dialogue.orElseThrow();
    }

    /** The next turn in canonical order; a turn that failed for good is passed over. */
    private Optional<TurnId> awaited() {
        return dialogue().awaited().stream()
                .filter(
                        id ->
                                failures.getOrDefault(id, 0)
                                        < facts.interaction().limits().attempts())
                .findFirst();
    }

    private Optional<Difference> checkTurn(long seq, TurnTaken taken) {
        Turn turn = taken.turn();
        Optional<TurnId> awaited = awaited();
        if (awaited.isEmpty()) {
            return Optional.of(new Difference(seq, "turn.id", turn.id().toString(), "no turn"));
        }
        TurnId id = awaited.get();
        String prompt = facts.prompts().turn(dialogue(), id, facts.persona(id.agent()));
        TurnTaken recomputed =
                new TurnTaken(
                        facts.cast().get(id.agent()),
                        new Turn(id, prompt, turn.text(), turn.tokens(), turn.truncated()));
        Optional<Difference> difference = FieldComparison.of(seq, taken, recomputed);
        if (difference.isEmpty()) {
            dialogue = Optional.of(dialogue().accept(turn));
        }
        return difference;
    }

    private Optional<Difference> checkFailure(long seq, TurnFailed failed) {
        Optional<TurnId> awaited = awaited();
        if (awaited.isEmpty()) {
            return Optional.of(new Difference(seq, "id", failed.id().toString(), "no turn"));
        }
        TurnId id = awaited.get();
        int attempt = failures.merge(id, 1, Integer::sum);
        AgentName agent = facts.cast().get(id.agent());
        return FieldComparison.of(seq, failed, new TurnFailed(agent, id, attempt, failed.reason()));
    }

    private Optional<Difference> checkGrades(long seq, AnswersGraded graded) {
        if (!dialogue().complete()) {
            return Optional.of(
                    new Difference(seq, "turns", "graded", "still awaited " + awaited()));
        }
        Question question = dialogue().plan().question();
        List<String> last = dialogue().protocol().finalTexts(dialogue(), facts.grader());
        List<GradedAnswer> answers = new ArrayList<>();
        for (int agent = 0; agent < facts.cast().size(); agent++) {
            String first = dialogue().rounds().getFirst().get(agent).text();
            String end = last.get(agent);
            answers.add(
                    new GradedAnswer(
                            facts.cast().get(agent),
                            facts.grader().grade(question, first),
                            facts.grader().answerIn(first),
                            facts.grader().grade(question, end),
                            facts.grader().answerIn(end),
                            WorkedSolution.firstWrongStep(question, first)));
        }
        return FieldComparison.of(seq, graded, new AnswersGraded(dialogue().plan().id(), answers));
    }

    /** It failed if a turn failed for good and all others of its round were taken. */
    private DialogueEnded ended(DialogueEnded ended) {
        boolean failed =
                awaited().isEmpty()
                        && failures.values().stream()
                                .anyMatch(
                                        count -> count >= facts.interaction().limits().attempts());
        return new DialogueEnded(
                dialogue().plan().id(),
                failed ? DialogueStatus.FAILED : DialogueStatus.FINISHED,
                failed ? ended.reason() : "");
    }
}
