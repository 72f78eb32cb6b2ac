package org.colloquy.actors.cluster.simulation;

import java.util.HashSet;
import java.util.Set;

/** Loses, delays, doubles and so reorders messages between nodes, and can be cut in two. */
final class Network {

    private static final int LONGEST_MILLIS = 400;
    private static final int STRAGGLER_MILLIS = 8_000;

    private final Agenda agenda;
    private final double loss;
    private final double doubling;
    private final double straggling;
    private final Set<Integer> island = new HashSet<>();
    private boolean calm;

    Network(Agenda agenda) {
        this.agenda = agenda;
        loss = agenda.below(3) * 0.08;
        doubling = agenda.below(3) * 0.08;
        straggling = agenda.below(2) * 0.03;
    }

    /** Sends once or twice, or not at all; what arrives does so some time. */
    void send(int from, int to, Runnable arrival) {
        if (!connected(from, to) || (!calm && agenda.chance(loss))) {
            return;
        }
        arrive(from, to, arrival);
        if (!calm && agenda.chance(doubling)) {
            arrive(from, to, arrival);
        }
    }

    private void arrive(int from, int to, Runnable arrival) {
        int most = !calm && agenda.chance(straggling) ? STRAGGLER_MILLIS : LONGEST_MILLIS;
        agenda.in(
                1 + agenda.below(most),
                () -> {
                    if (connected(from, to)) {
                        arrival.run();
                    }
                });
    }

    boolean connected(int from, int to) {
        return island.contains(from) == island.contains(to);
    }

    /** Cuts these nodes off from the others. */
    void cut(Set<Integer> nodes) {
        island.addAll(nodes);
    }

    void heal() {
        island.clear();
    }

    /** From now on nothing is lost or doubled. */
    void calm() {
        calm = true;
        heal();
    }
}
