package org.colloquy.actors.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.colloquy.actors.node.Computing;
import org.colloquy.actors.node.RunHandle;

/**
 * Makes an experiment's runs, several at a time; those that a folder holds already are kept, and
 * one that was interrupted is gone on with. A run that fails does not keep the others from going
 * on.
 */
public final class ExperimentRun {

    private final ExperimentPlan plan;
    private final ExperimentProgress progress;
    private final CellRun.Workshop workshop;
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final List<Cell> open;
    private final Map<Cell, CellResult> results = new LinkedHashMap<>();
    private final Set<Cell> failed = new LinkedHashSet<>();
    private final Set<RunHandle> handles = new HashSet<>();
    private boolean stopping;

    /**
     * @param folder of the whole experiment
     * @param cells which of its runs to make, each behind those that it needs
     * @param computing what computes the models
     */
    public ExperimentRun(
            ExperimentPlan plan,
            List<Cell> cells,
            Path folder,
            String engineVersion,
            Computing computing,
            ExperimentProgress progress) {
        this.plan = plan;
        this.progress = progress;
        this.open = new ArrayList<>(cells);
        this.workshop =
                new CellRun.Workshop(
                        plan,
                        folder,
                        engineVersion,
                        computing,
                        new SpentMeter(),
                        progress,
                        this::started);
    }

    /**
     * Makes the runs; returns when all are made, or the work was stopped.
     *
     * @return whether all runs are there
     * @throws IOException if a result that is there was made with other settings
     */
    public boolean carryOut() throws IOException {
        int wanted = open.size();
        for (Cell cell : List.copyOf(open)) {
            Optional<CellResult> before = resultOf(plan, cell, workshop.folder());
            if (before.isPresent()) {
                open.remove(cell);
                results.put(cell, before.get());
                progress.finished(cell, before.get(), true);
            }
        }
        int jobs = Math.min(plan.experiment().jobs(), Math.max(1, open.size()));
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            List<Future<?>> workers = new ArrayList<>();
            IntStream.range(0, jobs).forEach(job -> workers.add(pool.submit(this::work)));
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } catch (InterruptedException stop) {
            stop();
            Thread.currentThread().interrupt();
        }
        return results.size() == wanted;
    }

    /**
     * The result that the folder keeps of a run.
     *
     * @throws IOException if it was made with other settings
     */
    public static Optional<CellResult> resultOf(ExperimentPlan plan, Cell cell, Path folder)
            throws IOException {
        Path place = cell.folder(folder);
        Optional<CellResult> result = CellResult.read(place);
        if (result.isPresent() && !plan.hasSettings(cell, result.get())) {
            throw new IOException(
                    place
                            + " was made with other settings; remove it to make it again, or use"
                            + " another --dir");
        }
        return result;
    }

    /** Asks for the end; runs that are under way can be gone on with. */
    public void stop() {
        state.lock();
        try {
            stopping = true;
            handles.forEach(RunHandle::stop);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** Whether it was asked to end. */
    public boolean isStopped() {
        state.lock();
        try {
            return stopping;
        } finally {
            state.unlock();
        }
    }

    private void started(RunHandle handle) {
        state.lock();
        try {
            handles.add(handle);
            if (stopping) {
                handle.stop();
            }
        } finally {
            state.unlock();
        }
    }

    private void work() {
        for (Optional<Cell> next = next(); next.isPresent(); next = next()) {
            Cell cell = next.get();
            Optional<CellResult> result = Optional.empty();
            try {
                result = new CellRun(workshop, cell).carryOut(iterations(cell));
                result.ifPresent(found -> progress.finished(cell, found, false));
                settle(cell, result, false);
            } catch (IOException | RuntimeException reason) {
                progress.failed(cell, String.valueOf(reason.getMessage()));
                settle(cell, result, true);
            } catch (Error broken) {
                stop();
                throw broken;
            }
        }
    }

    private void settle(Cell cell, Optional<CellResult> result, boolean isFailed) {
        state.lock();
        try {
            result.ifPresent(found -> results.put(cell, found));
            if (isFailed) {
                failed.add(cell);
            }
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** The first run that can be made; waits while that is for others to decide. */
    private Optional<Cell> next() {
        state.lock();
        try {
            while (!open.isEmpty() && !stopping) {
                for (Cell cell : List.copyOf(open)) {
                    List<Cell> needed = plan.needed(cell);
                    if (needed.stream().anyMatch(failed::contains)) {
                        open.remove(cell);
                        failed.add(cell);
                        progress.failed(cell, "a run that it needs failed");
                    } else if (results.keySet().containsAll(needed)) {
                        open.remove(cell);
                        return Optional.of(cell);
                    }
                }
                if (!open.isEmpty()) {
                    changed.awaitUninterruptibly();
                }
            }
            return Optional.empty();
        } finally {
            state.unlock();
        }
    }

    private Optional<Integer> iterations(Cell cell) {
        state.lock();
        try {
            return new RelativeBudget(plan, results).iterations(cell);
        } finally {
            state.unlock();
        }
    }
}
