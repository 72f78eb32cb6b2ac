package org.colloquy.web.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Turn;
import org.colloquy.log.InteractionEvent.DialogueStarted;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.log.InteractionEvent.GradedAnswer;
import org.colloquy.log.LogPosition;
import org.colloquy.web.index.DialogueRow.Answered;

/** A dialogue whose end was not read yet. */
final class OpenDialogue {

    private final LogPosition start;
    private final DialogueStarted started;
    private final List<String> agents;
    private final List<Answered> answers;
    private int stages;
    private int turns;
    private int tokens;

    OpenDialogue(LogPosition start, DialogueStarted started, List<String> agents) {
        this.start = start;
        this.started = started;
        this.agents = agents;
        answers = new ArrayList<>(Collections.nCopies(agents.size(), Answered.NOTHING));
    }

    String protocol() {
        return started.protocol();
    }

    void take(Turn turn) {
        stages |= 1 << RowText.code(turn.id().stage());
        turns++;
        tokens += turn.tokens().length();
    }

    void grade(List<GradedAnswer> graded) {
        for (GradedAnswer answer : graded) {
            int agent = agents.indexOf(answer.agent().value());
            if (agent >= 0) {
                answers.set(
                        agent,
                        new Answered(
                                Optional.of(answer.solo()),
                                Optional.of(answer.last()),
                                answer.firstWrongStep()));
            }
        }
    }

    DialogueRow row(
            DialogueStatus status, long end, int question, QuestionRow asked, int protocol) {
        return new DialogueRow(
                start,
                end,
                started.id(),
                question,
                asked.family(),
                asked.level(),
                protocol,
                started.mode(),
                status,
                stages,
                turns,
                tokens,
                answers);
    }
}
