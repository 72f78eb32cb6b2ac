package org.colloquy.actors.experiment;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Measures the time of runs that share a process. The processor's time between two looks at the
 * clock goes in equal parts to the runs that were under way.
 */
final class SpentMeter {

    /** Time so far, in seconds. */
    record Time(double wallSeconds, double cpuSeconds) {}

    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Object, Time> running = new LinkedHashMap<>();
    private long lastWallNanos = System.nanoTime();
    private long lastCpuNanos = cpuNanos();

    /** Starts to measure a run that has used some time before. */
    void begin(Object run, Time before) {
        turn.lock();
        try {
            look();
            running.put(run, before);
        } finally {
            turn.unlock();
        }
    }

    /** What a run that is under way has used so far. */
    Time soFar(Object run) {
        turn.lock();
        try {
            look();
            return Objects.requireNonNull(running.get(run), "not begun");
        } finally {
            turn.unlock();
        }
    }

    /** What the run has used; it is measured no more. */
    Time end(Object run) {
        turn.lock();
        try {
            look();
            return Objects.requireNonNull(running.remove(run), "not begun");
        } finally {
            turn.unlock();
        }
    }

    private void look() {
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        double wallSeconds = (wall - lastWallNanos) / 1e9;
        double cpuSeconds = (cpu - lastCpuNanos) / 1e9 / Math.max(1, running.size());
        running.replaceAll(
                (run, time) ->
                        new Time(time.wallSeconds() + wallSeconds, time.cpuSeconds() + cpuSeconds));
        lastWallNanos = wall;
        lastCpuNanos = cpu;
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
