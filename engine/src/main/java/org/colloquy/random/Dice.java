package org.colloquy.random;

import java.util.List;

/** Draws from one key's stream in order. Not thread-safe; make one for each thing generated. */
public final class Dice {

    private final long key;
    private long counter;

    public Dice(long key) {
        this.key = key;
    }

    /** Uniform in {@code low..high}, both included. */
    public int between(int low, int high) {
        return low + CounterRandom.below(key, counter++, high - low + 1);
    }

    public boolean chance(double probability) {
        return CounterRandom.uniform(key, counter++) < probability;
    }

    public <T> T pick(List<T> choices) {
        return choices.get(between(0, choices.size() - 1));
    }

    /** An index drawn by its share; the number of shares for what they leave of 1. */
    public int share(List<Double> shares) {
        double rest = CounterRandom.uniform(key, counter++);
        for (int i = 0; i < shares.size(); i++) {
            rest -= shares.get(i);
            if (rest < 0) {
                return i;
            }
        }
        return shares.size();
    }
}
