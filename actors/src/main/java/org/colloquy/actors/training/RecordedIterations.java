package org.colloquy.actors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;
import org.colloquy.rollout.Rollout;

/** A recorded training run, one whole iteration after the other. Not thread-safe. */
final class RecordedIterations implements AutoCloseable {

    private final LogReader log;
    private final int first;
    private final Supplier<Rollout> rollouts;

    /**
     * One iteration.
     *
     * @param rollout all of its visits
     * @param updates what was learned from it then
     * @param evaluated what the new weights were worth, if it was measured
     */
    record Iteration(
            int number,
            Rollout rollout,
            List<PolicyUpdated> updates,
            Optional<SoloEvaluated> evaluated) {}

    /**
     * Opens a log.
     *
     * @param first iteration that is wanted
     * @param rollouts makes an empty one
     */
    RecordedIterations(Path log, int first, Supplier<Rollout> rollouts) throws IOException {
        this.log = LogReader.open(log);
        this.first = first;
        this.rollouts = rollouts;
    }

    /** The next iteration; empty where the record has no further whole one. */
    Optional<Iteration> next() throws IOException {
        Rollout rollout = rollouts.get();
        List<PolicyUpdated> updates = new ArrayList<>();
        Optional<SoloEvaluated> evaluated = Optional.empty();
        for (Optional<Recorded> next = log.next(); next.isPresent(); next = log.next()) {
            InteractionEvent event = next.get().event();
            rollout.accept(event);
            switch (event) {
                case PolicyUpdated updated -> updates.add(updated);
                case SoloEvaluated told -> evaluated = Optional.of(told);
                case IterationEnded ended -> {
                    if (ended.iteration() >= first) {
                        return Optional.of(
                                new Iteration(
                                        ended.iteration(),
                                        rollout,
                                        List.copyOf(updates),
                                        evaluated.filter(
                                                told -> told.version() == ended.iteration() + 1)));
                    }
                    rollout = rollouts.get();
                    updates.clear();
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
