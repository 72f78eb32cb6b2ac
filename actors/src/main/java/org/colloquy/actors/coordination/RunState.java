package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.replay.LogStatistics;

/** How far a log has come, gathered from its events: all that a run needs to go on behind it. */
public final class RunState {

    private final RunPlan plan;
    private final LogStatistics statistics = new LogStatistics();
    private final List<Ability> abilities = new ArrayList<>();
    private Optional<Mode> mode = Optional.empty();
    private int next;

    public RunState(RunPlan plan) {
        this.plan = plan;
    }

    /** Takes the next event of the log. */
    public void accept(InteractionEvent event) {
        statistics.accept(event);
        switch (event) {
            case RunStarted started -> next = RunPlan.ABILITIES;
            case AbilityEstimated estimated -> {
                abilities.add(new Ability(estimated.ability(), estimated.standardError()));
                next = RunPlan.ABILITIES + 1;
            }
            case ModeChosen chosen -> {
                mode = Optional.of(chosen.mode());
                next = plan.preambleSection(chosen.key().question()) + 1;
            }
            case DialogueEnded ended -> next = plan.dialogueSection(ended.id()) + 1;
            case RunEnded ended -> next = plan.endSection() + 1;
            default -> {}
        }
    }

    /** Whether nothing is left to do. */
    public boolean ended() {
        return next > plan.endSection();
    }

    /** The number of the first section that is not written. */
    public int next() {
        return next;
    }

    public LogStatistics statistics() {
        return statistics;
    }

    /** In cast order; empty before the abilities' section. */
    List<Ability> abilities() {
        return List.copyOf(abilities);
    }

    /** The mode of the last question with a preamble. */
    Optional<Mode> mode() {
        return mode;
    }
}
