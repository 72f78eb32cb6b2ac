package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.random.CounterRandom;

/** Who hears whom: for each agent of a cast the indices of its peers, ascending. */
public final class Audience {

    private Audience() {}

    /** Everybody hears everybody else. */
    public static List<List<Integer>> all(int cast) {
        return IntStream.range(0, cast).mapToObj(agent -> others(cast, agent)).toList();
    }

    /** Everybody hears the neighbour before, round the ring; one alone hears nobody. */
    public static List<List<Integer>> ring(int cast) {
        return IntStream.range(0, cast)
                .mapToObj(
                        agent ->
                                cast == 1 ? List.<Integer>of() : List.of((agent + cast - 1) % cast))
                .toList();
    }

    /**
     * Everybody hears {@code peers} others, drawn without replacement from {@code key}; all others
     * if there are not that many.
     */
    public static List<List<Integer>> random(int cast, int peers, long key) {
        if (peers < 0) {
            throw new IllegalArgumentException("peers must be 0 or more, not " + peers);
        }
        return IntStream.range(0, cast).mapToObj(agent -> drawn(cast, agent, peers, key)).toList();
    }

    private static List<Integer> drawn(int cast, int agent, int peers, long key) {
        List<Integer> pool = new ArrayList<>(others(cast, agent));
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < peers && !pool.isEmpty()) {
            long counter = (long) agent * DialoguePlan.MAX_CAST + chosen.size();
            chosen.add(pool.remove(CounterRandom.below(key, counter, pool.size())));
        }
        return chosen.stream().sorted().toList();
    }

    private static List<Integer> others(int cast, int agent) {
        return IntStream.range(0, cast).filter(other -> other != agent).boxed().toList();
    }
}
