package org.colloquy.actors.cluster.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The coordinator's book of a run's jobs: each is submitted once, given out, and settled once.
 *
 * <p>Jobs wait in the order of submission. A batch is given when a cell has asked for one; that it
 * reaches a cell that lives, again if the first one dies, is the transport's part (Pekko's work
 * pulling), so a job may be done more than once. Since a job's outcome is a pure function of the
 * job, the first outcome that comes is as good as any other, and all others are dropped. A job that
 * is settled is forgotten: its number alone tells it from one that is still given.
 */
public final class WorkLedger<J> {

    private final int bound;
    private final int batch;
    private final ArrayDeque<Posted<J>> waiting = new ArrayDeque<>();

    /** Number of the batch by job, for all jobs that are given and not settled. */
    private final SortedMap<Long, Long> given = new TreeMap<>();

    private long nextJob;
    private long nextBatch;
    private boolean wanted;

    /**
     * @param bound the most jobs that may be unsettled; whoever submits keeps to it
     * @param batch the most jobs of one batch
     */
    public WorkLedger(int bound, int batch) {
        if (bound < 1 || batch < 1) {
            throw new IllegalArgumentException("a bound of " + bound + ", a batch of " + batch);
        }
        this.bound = bound;
        this.batch = batch;
    }

    /**
     * Takes a job; its number.
     *
     * @throws IllegalStateException beyond the bound
     */
    public long submit(J job) {
        if (unsettled() >= bound) {
            throw new IllegalStateException("more than " + bound + " jobs are unsettled");
        }
        waiting.add(new Posted<>(nextJob, job));
        return nextJob++;
    }

    /** A cell can take a batch. Asked again before it is given one, nothing changes. */
    public void want() {
        wanted = true;
    }

    /**
     * The batch that is to be given now, if one is wanted and there is work; told once.
     *
     * @param cells among which the work is spread: no batch takes more than its share
     */
    public Optional<Batch<J>> give(int cells) {
        if (!wanted || waiting.isEmpty()) {
            return Optional.empty();
        }
        wanted = false;
        int share = Math.ceilDiv(waiting.size(), Math.max(1, cells));
        List<Posted<J>> jobs = new ArrayList<>();
        for (int i = Math.min(share, batch); i > 0; i--) {
            Posted<J> job = waiting.remove();
            given.put(job.number(), nextBatch);
            jobs.add(job);
        }
        return Optional.of(new Batch<>(nextBatch++, jobs));
    }

    /**
     * An outcome has come; whether it is the job's first, which alone counts. In both cases whoever
     * sent it is to be told that it need not send it again.
     *
     * @throws IllegalArgumentException if no such job was ever given
     */
    public boolean settle(long job) {
        if (job < 0
                || job >= nextJob
                || (!waiting.isEmpty() && job >= waiting.getFirst().number())) {
            throw new IllegalArgumentException("job " + job + " was never given");
        }
        return given.remove(job) != null;
    }

    /** Whether the job's outcome has come. */
    public boolean isSettled(long job) {
        return job < nextJob
                && !given.containsKey(job)
                && (waiting.isEmpty() || job < waiting.getFirst().number());
    }

    /** Jobs that no cell has yet. */
    public int waiting() {
        return waiting.size();
    }

    /** Jobs that are given and have no outcome. */
    public int given() {
        return given.size();
    }

    /** Jobs without an outcome; never above the bound. */
    public int unsettled() {
        return waiting.size() + given.size();
    }
}
