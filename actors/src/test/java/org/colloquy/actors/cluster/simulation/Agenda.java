package org.colloquy.actors.cluster.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** One scheduler for everything that happens, with a clock that only it moves, and one seed. */
final class Agenda {

    private final SplittableRandom random;
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::atMillis).thenComparingLong(Entry::number));
    private long nowMillis;
    private long number;

    private record Entry(long atMillis, long number, Runnable what) {}

    Agenda(long seed) {
        random = new SplittableRandom(seed);
    }

    void in(long millis, Runnable what) {
        entries.add(new Entry(nowMillis + millis, number++, what));
    }

    /** Lets the next thing happen; false if there is none. */
    boolean step() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        nowMillis = next.atMillis();
        next.what().run();
        return true;
    }

    long nowMillis() {
        return nowMillis;
    }

    long nowNanos() {
        return nowMillis * 1_000_000;
    }

    /** From 0, below {@code bound}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
