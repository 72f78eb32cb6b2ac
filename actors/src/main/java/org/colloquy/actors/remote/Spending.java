package org.colloquy.actors.remote;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.colloquy.scenario.OpenAiChoice;

/**
 * What the endpoints of a run have taken, and what happens when its budget is spent: nothing more
 * is asked, and whoever leads the run is told once. Thread-safe.
 */
public final class Spending {

    private final Budget budget;
    private final long startNanos = System.nanoTime();
    private final SequencedMap<OpenAiChoice, Usage> byModel = new LinkedHashMap<>();
    private Optional<String> spent = Optional.empty();
    private Optional<Runnable> stop = Optional.empty();

    public Spending(Budget budget) {
        this.budget = budget;
        budget.time().ifPresent(this::watch);
    }

    private void watch(Duration time) {
        Thread.ofVirtual()
                .name("budget")
                .start(
                        () -> {
                            try {
                                Thread.sleep(time);
                                check();
                            } catch (InterruptedException ended) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /** What ends the run when the budget is spent; done at once if it is. */
    public void stopBy(Runnable action) {
        boolean now;
        synchronized (this) {
            stop = Optional.of(action);
            now = spent.isPresent();
        }
        if (now) {
            action.run();
        }
    }

    /** What the budget ran out of; empty while it has not. */
    public synchronized Optional<String> spent() {
        return spent;
    }

    /** Of each model that was asked, in the order of first use. */
    public synchronized Map<OpenAiChoice, Usage> usage() {
        return new LinkedHashMap<>(byModel);
    }

    /** Whether a spent budget ends the run, so that requests need not be refused. */
    synchronized boolean stops() {
        return stop.isPresent();
    }

    void add(OpenAiChoice choice, Usage more) {
        synchronized (this) {
            byModel.merge(choice, more, Usage::plus);
        }
        check();
    }

    private void check() {
        Optional<Runnable> action = Optional.empty();
        synchronized (this) {
            if (spent.isEmpty()) {
                spent = measure();
                action = spent.isPresent() ? stop : Optional.empty();
            }
        }
        action.ifPresent(Runnable::run);
    }

    private Optional<String> measure() {
        long tokens = 0;
        double cost = 0;
        for (Map.Entry<OpenAiChoice, Usage> entry : byModel.entrySet()) {
            tokens += entry.getValue().tokens();
            cost += entry.getValue().cost(entry.getKey().price());
        }
        return budget.spent(tokens, cost, Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
