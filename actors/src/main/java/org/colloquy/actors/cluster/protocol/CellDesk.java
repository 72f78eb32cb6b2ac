package org.colloquy.actors.cluster.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cell's view of its work: one batch at a time, whose outcomes it keeps until the coordinator has
 * each.
 *
 * <p>The batch is confirmed, and with that the next one comes, only when the coordinator has said
 * of every job that it has its outcome. So what a dead cell held is given to another one whole, and
 * a cell never keeps more outcomes than a batch has jobs.
 */
public final class CellDesk<J, O> {

    private Optional<Batch<J>> batch = Optional.empty();

    /** Jobs that are under way. */
    private final Set<Long> running = new HashSet<>();

    /** Outcomes that the coordinator may not have. */
    private final Map<Long, O> unreceipted = new LinkedHashMap<>();

    /**
     * A batch has come; the jobs to begin. The same batch again begins nothing.
     *
     * @throws IllegalStateException if the batch before is not confirmed
     */
    public List<Posted<J>> accept(Batch<J> next) {
        if (batch.isPresent()) {
            if (batch.get().number() == next.number()) {
                return List.of();
            }
            throw new IllegalStateException(
                    "batch %d came before batch %d was confirmed"
                            .formatted(next.number(), batch.get().number()));
        }
        batch = Optional.of(next);
        running.addAll(next.jobs().stream().map(Posted::number).collect(Collectors.toSet()));
        return next.jobs();
    }

    /** A job is done; whether its outcome is to be sent, now and on each {@link #unreceipted}. */
    public boolean done(long job, O outcome) {
        if (!running.remove(job)) {
            return false;
        }
        unreceipted.put(job, outcome);
        return true;
    }

    /** What follows from a receipt. */
    public enum Receipt {
        /** There is more to do, or nothing has changed. */
        GOING_ON,
        /** The job was under way here, and another cell was faster: it may be given up. */
        OVERTAKEN,
        /** All of the batch is receipted: confirm it. */
        CONFIRM,
        /** Both: give up the job, and confirm the batch. */
        OVERTAKEN_CONFIRM
    }

    /** The coordinator has the job's outcome, from here or from elsewhere. */
    public Receipt receipted(long job) {
        boolean overtaken = running.remove(job);
        boolean sent = unreceipted.remove(job) != null;
        if (!overtaken && !sent) {
            return Receipt.GOING_ON;
        }
        boolean whole = running.isEmpty() && unreceipted.isEmpty();
        if (whole) {
            batch = Optional.empty();
        }
        if (overtaken) {
            return whole ? Receipt.OVERTAKEN_CONFIRM : Receipt.OVERTAKEN;
        }
        return whole ? Receipt.CONFIRM : Receipt.GOING_ON;
    }

    /** The outcomes to send again, since a message may have been lost; in the order they came. */
    public List<Posted<O>> unreceipted() {
        List<Posted<O>> again = new ArrayList<>();
        unreceipted.forEach((job, outcome) -> again.add(new Posted<>(job, outcome)));
        return again;
    }

    /** Whether the job is of the batch and not done. */
    public boolean isRunning(long job) {
        return running.contains(job);
    }

    /** Jobs under way. */
    public int running() {
        return running.size();
    }

    /** Whether there is no batch. */
    public boolean idle() {
        return batch.isEmpty();
    }
}
