package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.DialogueEnded;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.ModeChosen;
import org.colloquy.log.InteractionEvent.RunEnded;
import org.colloquy.log.InteractionEvent.RunStarted;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.replay.LogStatistics;
import org.colloquy.rollout.Rollout;

/** How far a log has come, gathered from its events: all that a run needs to go on behind it. */
public final class RunState {

    private final RunPlan plan;
    private final SectionLayout layout;
    private final LogStatistics statistics = new LogStatistics();
    private final List<Ability> abilities = new ArrayList<>();

    /** In training, what the iteration's visits have recorded. */
    private Optional<Rollout> rollout;

    private List<AbilityEstimated> estimated = List.of();
    private Optional<Mode> mode = Optional.empty();
    private int iteration;
    private int next;

    public RunState(RunPlan plan) {
        this.plan = plan;
        this.layout = plan.sections();
        this.rollout = plan.rollout();
    }

    /** Takes the next event of the log. */
    public void accept(InteractionEvent event) {
        statistics.accept(event);
        switch (event) {
            case RunStarted started -> next = layout.abilities(0);
            case AbilityEstimated estimated -> {
                abilities.add(new Ability(estimated.ability(), estimated.standardError()));
                next = layout.abilities(iteration) + 1;
            }
            case SoloEvaluated evaluated when next <= layout.evaluation(0) ->
                    next = layout.evaluation(0) + 1;
            case ModeChosen chosen -> {
                mode = Optional.of(chosen.mode());
                next = layout.preamble(chosen.key()) + 1;
            }
            case DialogueEnded ended -> next = layout.dialogue(ended.id()) + 1;
            case IterationEnded ended -> endIteration();
            case RunEnded ended -> next = layout.runEnd() + 1;
            default -> {}
        }
        rollout.ifPresent(all -> all.accept(event));
    }

    private void endIteration() {
        estimated = rollout.map(all -> all.abilities(abilities)).orElse(List.of());
        rollout = plan.rollout();
        abilities.clear();
        mode = Optional.empty();
        next = layout.iterationEnd(iteration) + 1;
        iteration++;
    }

    /** Whether nothing is left to do. */
    public boolean ended() {
        return next > layout.runEnd();
    }

    /** The number of the first section that is not written. */
    public int next() {
        return next;
    }

    public LogStatistics statistics() {
        return statistics;
    }

    /** Iterations whose ends are written; a plain run has none. */
    public int iterations() {
        return iteration;
    }

    /** The iteration's, in cast order; empty before the abilities' section. */
    List<Ability> abilities() {
        return List.copyOf(abilities);
    }

    /** The mode of the last visit with a preamble in this iteration. */
    Optional<Mode> mode() {
        return mode;
    }

    /** What the visits of the iteration have recorded; in training only. */
    Optional<Rollout> rollout() {
        return rollout;
    }

    /** What the visits of the iteration before say of the abilities; in training only. */
    List<AbilityEstimated> estimated() {
        return estimated;
    }
}
