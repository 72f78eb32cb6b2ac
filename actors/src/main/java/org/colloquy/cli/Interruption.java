package org.colloquy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What happens on Ctrl-C while work is under way: it is asked to stop, and the JVM waits until this
 * is closed, or for a few seconds. The JVM then exits with the signal's status, 130 for Ctrl-C.
 */
final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock state = new ReentrantLock();
    private final Thread hook = new Thread(this::interrupt, "colloquy-interruption");
    private boolean interrupted;
    private Runnable stop = () -> {};

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What stops the work, once there is some; done at once if Ctrl-C came before. */
    void stopBy(Runnable action) {
        state.lock();
        try {
            stop = action;
            if (interrupted) {
                stop.run();
            }
        } finally {
            state.unlock();
        }
    }

    private void interrupt() {
        state.lock();
        try {
            interrupted = true;
            stop.run();
        } finally {
            state.unlock();
        }
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("colloquy: did not stop in time; what was recorded is kept");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is said and done; from now on Ctrl-C ends the process at once. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running; the latch has ended it.
        }
    }
}
