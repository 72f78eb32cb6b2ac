package org.colloquy.actors.remote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.Refusal;

/**
 * Requests to an endpoint, each on a virtual thread of its own, which ends when the request is
 * cancelled. A step gives those that have ended, and waits a moment where none has.
 */
final class RemoteBatch implements CompletionBatch {

    private static final long MOMENT_MILLIS = 20;

    private final RemoteCalls calls;
    private final int capacity;
    private final Map<Long, Thread> running = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    RemoteBatch(RemoteCalls calls, int capacity) {
        this.calls = calls;
        this.capacity = capacity;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int running() {
        return running.size();
    }

    @Override
    public void add(long ticket, CompletionRequest request) {
        if (running.size() == capacity) {
            throw new IllegalStateException("the batch of " + capacity + " is full");
        }
        running.put(
                ticket,
                Thread.ofVirtual().name("request-", ticket).start(() -> ask(ticket, request)));
    }

    private void ask(long ticket, CompletionRequest request) {
        try {
            ended.add(new Ended(ticket, calls.complete(request)));
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            ended.add(new Ended(ticket, new Refusal("asking failed: " + bug)));
        }
    }

    @Override
    public void cancel(long ticket) {
        Thread cancelled = running.remove(ticket);
        if (cancelled != null) {
            cancelled.interrupt();
        }
    }

    @Override
    public List<Ended> step() {
        List<Ended> now = new ArrayList<>();
        try {
            Ended first =
                    running.isEmpty() ? null : ended.poll(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                now.add(first);
            }
            ended.drainTo(now);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        now.removeIf(one -> running.remove(one.ticket()) == null);
        return now;
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::cancel);
    }
}
