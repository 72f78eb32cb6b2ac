package org.colloquy.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A small fixed crew that runs the parts of one operation, the calling thread among them.
 *
 * <p>Parts are claimed from a counter, so which thread runs which part is open: parts must write to
 * disjoint places. An idle worker watches for the next job for some microseconds, since operations
 * follow each other closely, then parks. One thread calls at a time.
 */
final class Workers implements AutoCloseable {

    private static final long WATCH_NANOS = 20_000;
    private static final int CALLER_SPINS = 2_000;
    private static final int CALLER_YIELDS = 200;
    private static final long CALLER_PARK_NANOS = 50_000;

    /** One part of an operation; the slot tells apart threads that run at the same time. */
    @FunctionalInterface
    interface Part {
        void run(int part, int slot);
    }

    private static final class Job {
        final int parts;
        final Part body;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger finished = new AtomicInteger();
        final AtomicReference<Throwable> failure;

        Job(int parts, Part body, AtomicReference<Throwable> failure) {
            this.parts = parts;
            this.body = body;
            this.failure = failure;
        }

        void work(int slot) {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    body.run(part, slot);
                } catch (RuntimeException | Error e) {
                    failure.set(e);
                } finally {
                    finished.incrementAndGet();
                }
            }
        }

        boolean open() {
            return next.get() < parts;
        }
    }

    private final Thread[] crew;
    private volatile Job job = new Job(0, (part, slot) -> {}, new AtomicReference<>());
    private volatile boolean closed;

    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        crew = new Thread[threads - 1];
        for (int i = 0; i < crew.length; i++) {
            int slot = i + 1;
            crew[i] = Thread.ofPlatform().daemon().name("tensor-" + slot).start(() -> serve(slot));
        }
    }

    int threads() {
        return crew.length + 1;
    }

    /** Runs the parts 0 to parts - 1 and returns when all are done. */
    void run(int parts, Part body) {
        if (crew.length == 0 || parts <= 1) {
            for (int part = 0; part < parts; part++) {
                body.run(part, 0);
            }
        } else {
            share(parts, body);
        }
    }

    private void share(int parts, Part body) {
        if (closed) {
            throw new IllegalStateException("these tensor operations are closed");
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Job shared = new Job(parts, body, failure);
        job = shared;
        for (Thread worker : crew) {
            LockSupport.unpark(worker);
        }
        shared.work(0);
        await(shared);
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("a part of a tensor operation failed", thrown);
        }
    }

    private static void await(Job shared) {
        for (int waits = 0; shared.finished.get() < shared.parts; waits++) {
            if (waits < CALLER_SPINS) {
                Thread.onSpinWait();
            } else if (waits < CALLER_SPINS + CALLER_YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(CALLER_PARK_NANOS);
            }
        }
    }

    private void serve(int slot) {
        long idleSince = System.nanoTime();
        while (!closed) {
            Job current = job;
            if (current.open()) {
                current.work(slot);
                idleSince = System.nanoTime();
            } else if (System.nanoTime() - idleSince < WATCH_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                idleSince = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread worker : crew) {
            LockSupport.unpark(worker);
        }
    }
}
