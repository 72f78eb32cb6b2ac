package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.colloquy.actors.experiment.CellResult.CurvePoint;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.InteractionEvent.TurnTaken;

/** Counts what a training uses and notes how well its agents do, a resumed one's past included. */
final class TrainingWatch implements RunListener {

    private final IntConsumer iterations;
    private final Map<String, Long> steps = new LinkedHashMap<>();
    private final List<CurvePoint> curve = new ArrayList<>();
    private long sampledTokens;
    private long trainedTokens;

    /**
     * @param iterations told the number of iterations that are over
     */
    TrainingWatch(IntConsumer iterations) {
        this.iterations = iterations;
    }

    @Override
    public void recorded(List<InteractionEvent> section) {
        for (InteractionEvent event : section) {
            recovered(event);
            if (event instanceof IterationEnded ended) {
                iterations.accept(ended.iteration() + 1);
            }
        }
    }

    @Override
    public void recovered(InteractionEvent event) {
        switch (event) {
            case TurnTaken taken -> sampledTokens += taken.turn().tokens().length();
            case PolicyUpdated updated -> {
                steps.merge(updated.policy(), (long) updated.updates(), Long::sum);
                trainedTokens += updated.tokens();
            }
            case SoloEvaluated evaluated ->
                    curve.add(
                            new CurvePoint(
                                    evaluated.version(),
                                    sampledTokens,
                                    evaluated.agents().stream()
                                            .map(one -> (double) one.right() / one.asked())
                                            .toList()));
            default -> {}
        }
    }

    List<CurvePoint> curve() {
        return curve;
    }

    Spent spent(SpentMeter.Time time) {
        long most = steps.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new Spent(most, sampledTokens, trainedTokens, time.wallSeconds(), time.cpuSeconds());
    }
}
