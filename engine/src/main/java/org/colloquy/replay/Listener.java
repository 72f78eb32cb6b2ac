package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mentions;
import org.colloquy.dialogue.Stage;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.QuestionPosed;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.Recorded;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;
import org.colloquy.replay.Conversation.Utterance;

/** Gathers a log's records, or a live run's events, into conversations. */
public final class Listener {

    private Grader grader = new ArithmeticGrader();
    private final List<Utterance> utterances = new ArrayList<>();
    private Optional<Question> question = Optional.empty();
    private Optional<ModeChosen> choice = Optional.empty();
    private Optional<DialogueStarted> started = Optional.empty();
    private List<GradedAnswer> answers = List.of();
    private long startSeq;

    private long next;

    /** Takes the next record; the conversation that it ends, if it ends one. */
    public Optional<Conversation> accept(Recorded record) {
        next = record.seq();
        return accept(record.event());
    }

    /** Takes the event behind the last one; the conversation that it ends, if it ends one. */
    public Optional<Conversation> accept(InteractionEvent event) {
        long seq = next++;
        switch (event) {
            case RunStarted run -> grader = RecordedScenario.graderOf(run.scenario());
            case QuestionPosed posed -> question = Optional.of(posed.question());
            case ModeChosen chosen -> choice = Optional.of(chosen);
            case DialogueStarted start -> {
                started = Optional.of(start);
                startSeq = seq;
                utterances.clear();
                answers = List.of();
            }
            case TurnTaken taken -> utterances.add(said(seq, taken.turn()));
            case TurnFailed failed -> utterances.add(failed(seq, failed));
            case AnswersGraded graded -> answers = graded.answers();
            case DialogueEnded ended -> {
                return Optional.of(conversation(ended));
            }
            default -> {}
        }
        return Optional.empty();
    }

    private Conversation conversation(DialogueEnded ended) {
        return new Conversation(
                startSeq,
                ended.id(),
                question.orElseThrow(),
                choice.orElseThrow(),
                started.orElseThrow().mode(),
                utterances,
                answers,
                ended.status(),
                ended.reason());
    }

    private Utterance said(long seq, Turn turn) {
        List<AgentName> peers = peers(turn.id());
        String text =
                Mentions.rename(
                        turn.text(),
                        index ->
                                index >= 0 && index < peers.size()
                                        ? Optional.of(peers.get(index).value())
                                        : Optional.empty());
        Optional<Grade> grade =
                turn.id().stage() == Stage.ANALYSE
                        ? Optional.empty()
                        : question.map(about -> grader.grade(about, turn.text()));
        return new Utterance(
                seq,
                agent(turn.id()),
                turn.id().round(),
                turn.id().stage(),
                peers,
                text,
                turn.tokens().length(),
                turn.truncated(),
                false,
                grade);
    }

    private Utterance failed(long seq, TurnFailed failed) {
        return new Utterance(
                seq,
                failed.agent(),
                failed.id().round(),
                failed.id().stage(),
                peers(failed.id()),
                failed.reason(),
                0,
                false,
                true,
                Optional.empty());
    }

    private AgentName agent(TurnId id) {
        return started.orElseThrow().cast().get(id.agent());
    }

    private List<AgentName> peers(TurnId id) {
        DialogueStarted plan = started.orElseThrow();
        return plan.peers().get(id.agent()).stream().map(plan.cast()::get).toList();
    }
}
