package org.colloquy.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Mode;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AnswersGraded;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.question.Grade;

/** The sums of a run so far, counted from its events; finished dialogues only, but for failures. */
final class RunTally {

    private int finished;
    private int failed;
    private long turns;
    private long tokens;
    private int cooperate;
    private int compete;
    private final SequencedMap<AgentName, Score> scores = new LinkedHashMap<>();

    private Mode mode = Mode.COOPERATE;
    private long openTurns;
    private long openTokens;
    private List<GradedAnswer> openAnswers = List.of();

    /**
     * How often an agent was right.
     *
     * @param answers that were graded
     * @param solo right first ideas
     * @param last right final answers
     * @param mended wrong first ideas that became right
     * @param spoiled right first ideas that became wrong
     */
    record Score(int answers, int solo, int last, int mended, int spoiled) {

        static final Score NONE = new Score(0, 0, 0, 0, 0);

        Score plus(GradedAnswer answer) {
            boolean before = answer.solo() == Grade.RIGHT;
            boolean after = answer.last() == Grade.RIGHT;
            return new Score(
                    answers + 1,
                    solo + (before ? 1 : 0),
                    last + (after ? 1 : 0),
                    mended + (!before && after ? 1 : 0),
                    spoiled + (before && !after ? 1 : 0));
        }

        double soloShare() {
            return answers == 0 ? 0 : (double) solo / answers;
        }

        double lastShare() {
            return answers == 0 ? 0 : (double) last / answers;
        }
    }

    void accept(InteractionEvent event) {
        switch (event) {
            case RunStarted started ->
                    started.agents().forEach(agent -> scores.put(agent.name(), Score.NONE));
            case DialogueStarted started -> {
                mode = started.mode();
                openTurns = 0;
                openTokens = 0;
                openAnswers = List.of();
            }
            case TurnTaken taken -> {
                openTurns++;
                openTokens += taken.turn().tokens().length();
            }
            case AnswersGraded graded -> openAnswers = graded.answers();
            case DialogueEnded end -> close(end.status());
            default -> {}
        }
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
                for (GradedAnswer answer : openAnswers) {
                    scores.merge(
                            answer.agent(),
                            Score.NONE.plus(answer),
                            (score, one) -> score.plus(answer));
                }
            }
        }
    }

    int finished() {
        return finished;
    }

    int failed() {
        return failed;
    }

    /** Dialogues that are over, well or not. */
    int over() {
        return finished + failed;
    }

    long turns() {
        return turns;
    }

    long tokens() {
        return tokens;
    }

    int cooperate() {
        return cooperate;
    }

    int compete() {
        return compete;
    }

    /** By agent, in the scenario's order. */
    SequencedMap<AgentName, Score> scores() {
        return Collections.unmodifiableSequencedMap(scores);
    }

    /** Share of right final answers over all agents; 0 before the first. */
    double accuracy() {
        int answers = scores.values().stream().mapToInt(Score::answers).sum();
        int right = scores.values().stream().mapToInt(Score::last).sum();
        return answers == 0 ? 0 : (double) right / answers;
    }
}
