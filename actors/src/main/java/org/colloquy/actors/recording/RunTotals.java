package org.colloquy.actors.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mode;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.Accuracy;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Grade;

/** Sums a run up, event by event; finished dialogues only, but for the number of failed ones. */
public final class RunTotals {

    private final SequencedMap<AgentName, Accuracy> accuracy = new LinkedHashMap<>();
    private int finished;
    private int failed;
    private long turns;
    private long tokens;
    private int cooperate;
    private int compete;
    private Mode mode = Mode.COOPERATE;
    private long openTurns;
    private long openTokens;

    public void accept(InteractionEvent event) {
        switch (event) {
            case RunStarted started -> {
                for (Participant agent : started.agents()) {
                    accuracy.put(agent.name(), new Accuracy(agent.name(), 0, 0, 0));
                }
            }
            case DialogueStarted started -> {
                mode = started.mode();
                openTurns = 0;
                openTokens = 0;
            }
            case TurnTaken taken -> {
                openTurns++;
                openTokens += taken.turn().tokens().length();
            }
            case AnswersGraded graded -> graded.answers().forEach(this::count);
            case DialogueEnded ended -> close(ended.status());
            default -> {}
        }
    }

    /** Dialogues that failed so far. */
    public int failed() {
        return failed;
    }

    /** The log's last event, if the run ended now. */
    public RunEnded ended() {
        return new RunEnded(
                finished,
                failed,
                turns,
                tokens,
                cooperate,
                compete,
                List.copyOf(accuracy.values()));
    }

    private void close(DialogueStatus status) {
        switch (status) {
            case FAILED -> failed++;
            case FINISHED -> {
                finished++;
                turns += openTurns;
                tokens += openTokens;
                switch (mode) {
                    case COOPERATE -> cooperate++;
                    case COMPETE -> compete++;
                }
            }
        }
    }

    private void count(GradedAnswer answer) {
        Accuracy one =
                new Accuracy(
                        answer.agent(),
                        1,
                        answer.solo() == Grade.RIGHT ? 1 : 0,
                        answer.last() == Grade.RIGHT ? 1 : 0);
        accuracy.merge(answer.agent(), one, RunTotals::sum);
    }

    private static Accuracy sum(Accuracy a, Accuracy b) {
        return new Accuracy(
                a.agent(), a.answers() + b.answers(), a.solo() + b.solo(), a.last() + b.last());
    }
}
