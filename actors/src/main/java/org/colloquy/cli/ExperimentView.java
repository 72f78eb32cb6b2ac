package org.colloquy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.colloquy.actors.experiment.Cell;
import org.colloquy.actors.experiment.CellResult;
import org.colloquy.actors.experiment.ExperimentProgress;

/** Shows an experiment while it goes: a line for each run that ends, and the time that is left. */
final class ExperimentView implements ExperimentProgress, AutoCloseable {

    private final Screen screen;
    private final boolean shown;
    private final int runs;
    private final int jobs;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Cell, String> underWay = new LinkedHashMap<>();
    private final Optional<StatusLine> bar;
    private final long startNanos = System.nanoTime();
    private int made;
    private int kept;

    ExperimentView(Screen screen, List<Cell> cells, int jobs, boolean shown) {
        this.screen = screen;
        this.shown = shown;
        this.runs = cells.size();
        this.jobs = jobs;
        this.bar =
                shown && screen.live()
                        ? Optional.of(new StatusLine(screen, runs, "starting"))
                        : Optional.empty();
    }

    @Override
    public void started(Cell cell, int iterations) {
        show(cell, "0/" + iterations);
    }

    @Override
    public void reached(Cell cell, int iteration, int iterations) {
        show(cell, iteration + "/" + iterations);
    }

    private void show(Cell cell, String words) {
        turn.lock();
        try {
            underWay.put(cell, words);
            bar.ifPresent(line -> line.show(made + kept, message()));
        } finally {
            turn.unlock();
        }
    }

    private String message() {
        return underWay.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining("  "));
    }

    @Override
    public void finished(Cell cell, CellResult result, boolean before) {
        turn.lock();
        try {
            underWay.remove(cell);
            if (before) {
                kept++;
                return;
            }
            made++;
            say(
                    String.format(
                            Locale.ROOT,
                            "%d/%d  %s: %s in %s, %.0f s; %.1f %% alone%s",
                            made + kept,
                            runs,
                            cell,
                            Counted.of(result.iterations(), "iteration"),
                            Counted.of(result.spent().sampledTokens(), "token"),
                            result.spent().wallSeconds(),
                            100 * result.meanAlone(),
                            left()));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void failed(Cell cell, String reason) {
        turn.lock();
        try {
            underWay.remove(cell);
            screen.err().println(screen.safe("colloquy: " + cell + ": " + reason));
        } finally {
            turn.unlock();
        }
    }

    /** By the mean time of the runs that were made, as many at a time as there are jobs. */
    private String left() {
        int open = runs - made - kept;
        if (open == 0 || made < jobs) {
            return "";
        }
        long seconds = (long) ((System.nanoTime() - startNanos) / 1e9 / made * open);
        return String.format(
                Locale.ROOT, "; about %d:%02d h left", seconds / 3600, seconds / 60 % 60);
    }

    private void say(String line) {
        if (shown) {
            bar.ifPresentOrElse(b -> b.print(line), () -> screen.out().println(line));
        }
    }

    @Override
    public void close() {
        bar.ifPresent(StatusLine::close);
    }
}
