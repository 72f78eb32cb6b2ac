package org.colloquy.web.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.colloquy.log.InteractionEvent.DialogueStatus;
import org.colloquy.web.index.Outline.IterationOutline;
import org.colloquy.web.index.Outline.Measured;
import org.colloquy.web.index.Outline.PolicyStep;
import org.colloquy.web.index.Outline.Tally;

/** The run's iterations while they are read; all but the last are over. */
final class Iterations {

    private final List<IterationOutline> over = new ArrayList<>();
    private final List<Measured> abilities = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<PolicyStep> steps = new ArrayList<>();
    private int firstQuestion;
    private int firstDialogue;
    private int dialogues;
    private int failed;
    private long turns;
    private long tokens;
    private boolean open;
    private boolean ended;

    Iterations(List<IterationOutline> from) {
        if (!from.isEmpty()) {
            over.addAll(from.subList(0, from.size() - 1));
            IterationOutline last = from.getLast();
            abilities.addAll(last.abilities());
            tallies.addAll(last.tallies());
            steps.addAll(last.steps());
            firstQuestion = last.firstQuestion();
            firstDialogue = last.firstDialogue();
            dialogues = last.dialogues();
            failed = last.failed();
            turns = last.turns();
            tokens = last.tokens();
            ended = last.ended();
            open = true;
        }
    }

    List<IterationOutline> list() {
        List<IterationOutline> all = new ArrayList<>(over);
        if (open) {
            all.add(last());
        }
        return all;
    }

    /** The iteration under way; -1 before the first. */
    int current() {
        return open ? over.size() : -1;
    }

    int firstQuestion() {
        return firstQuestion;
    }

    /** An ability behind an iteration's end, or before any, is the next iteration's. */
    void measure(Measured ability, Runnable next) {
        if (!open || ended) {
            next.run();
        }
        abilities.add(ability);
    }

    void start(int question, int dialogue, int agents) {
        if (open) {
            over.add(last());
        }
        abilities.clear();
        steps.clear();
        tallies.clear();
        tallies.addAll(Collections.nCopies(agents, Tally.NONE));
        firstQuestion = question;
        firstDialogue = dialogue;
        dialogues = 0;
        failed = 0;
        turns = 0;
        tokens = 0;
        open = true;
        ended = false;
    }

    void add(DialogueRow row) {
        dialogues++;
        failed += row.status() == DialogueStatus.FAILED ? 1 : 0;
        turns += row.turns();
        tokens += row.tokens();
        for (int i = 0; i < tallies.size(); i++) {
            tallies.set(i, tallies.get(i).plus(row.answers().get(i)));
        }
    }

    void end(List<PolicyStep> taken) {
        steps.addAll(taken);
        ended = true;
    }

    private IterationOutline last() {
        return new IterationOutline(
                over.size(),
                firstQuestion,
                firstDialogue,
                dialogues,
                failed,
                turns,
                tokens,
                abilities,
                tallies,
                steps,
                ended);
    }
}
