package org.colloquy.actors.cluster.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.colloquy.actors.cluster.simulation.Course.Result;

/**
 * A whole cluster in one thread: nodes that die, freeze, come back and are cut off, a run that
 * moves from coordinator to coordinator, and after every event the invariants. All of it follows
 * from the seed.
 */
final class World {

    private static final int FAULTS_MILLIS = 40_000;
    private static final int PATIENCE_MILLIS = 600_000;

    /** After so long a silence the others take a node for dead. */
    private static final int DETECTION_MILLIS = 2_000;

    private final Agenda agenda;
    private final Network network;
    private final Broken broken;
    private final Course course;
    private final int nodes;
    private final int cellsEach;
    private final int batch;
    private final int bound;
    private final int[] lives;
    private final Set<Integer> down = new HashSet<>();
    private final List<SimulatedCoordinator> zombies = new ArrayList<>();
    private SimulatedCoordinator coordinator;
    private int damages = 1;
    private int checked;
    private long events;

    World(long seed, Broken broken) {
        this.agenda = new Agenda(seed);
        this.network = new Network(agenda);
        this.broken = broken;
        this.course = Course.draw(agenda);
        this.nodes = agenda.between(2, 5);
        this.cellsEach = agenda.between(1, 2);
        this.batch = agenda.between(1, 4);
        this.bound = agenda.between(1, 12);
        this.lives = new int[nodes];
        this.coordinator = new SimulatedCoordinator(this, 0, new ArrayList<>());
        for (int node = 0; node < nodes; node++) {
            join(node);
        }
    }

    /**
     * Runs to the end; the number of events.
     *
     * @throws Violation if something was as it must not be
     */
    long run() {
        int mishaps = agenda.below(7);
        for (int i = 0; i < mishaps; i++) {
            agenda.in(agenda.below(FAULTS_MILLIS), this::mishap);
        }
        agenda.in(FAULTS_MILLIS, network::calm);
        while (coordinator.log().size() < course.jobs()) {
            if (!agenda.step() || agenda.nowMillis() > PATIENCE_MILLIS) {
                throw new Violation(
                        "%d of %d jobs are recorded, and nothing happens any more"
                                .formatted(coordinator.log().size(), course.jobs()));
            }
            events++;
            check();
        }
        return events;
    }

    Agenda agenda() {
        return agenda;
    }

    Network network() {
        return network;
    }

    Broken broken() {
        return broken;
    }

    Course course() {
        return course;
    }

    int cellsEach() {
        return cellsEach;
    }

    int batch() {
        return batch;
    }

    int bound() {
        return bound;
    }

    /** Once in a run a byte is changed on the way; the message may still come twice. */
    byte[] perhapsDamaged(byte[] bytes) {
        if (damages == 0 || !agenda.chance(0.1)) {
            return bytes;
        }
        damages--;
        byte[] other = bytes.clone();
        other[agenda.below(other.length)] ^= 1;
        return other;
    }

    private void mishap() {
        switch (agenda.below(4)) {
            case 0, 1 -> kill(agenda.below(nodes));
            case 2 -> cutOff();
            default -> replaceCoordinator(true);
        }
    }

    /** Kill -9; the node comes back some time later as a new process. */
    private void kill(int node) {
        if (!down.add(node)) {
            return;
        }
        lives[node]++;
        boolean leads = coordinator.node() == node;
        if (leads) {
            replaceCoordinator(false);
        } else {
            SimulatedCoordinator now = coordinator;
            agenda.in(agenda.between(1, DETECTION_MILLIS), () -> now.lose(node));
        }
        agenda.in(
                DETECTION_MILLIS + agenda.below(4 * DETECTION_MILLIS),
                () -> {
                    down.remove(node);
                    join(node);
                });
    }

    /** Some nodes, without the coordinator, do not hear the others for a while. */
    private void cutOff() {
        Set<Integer> island = new HashSet<>();
        for (int node = 0; node < nodes; node++) {
            if (node != coordinator.node() && agenda.chance(0.4)) {
                island.add(node);
            }
        }
        network.cut(island);
        int millis = agenda.between(1, 3 * DETECTION_MILLIS);
        agenda.in(millis, network::heal);
        if (millis > DETECTION_MILLIS) {
            SimulatedCoordinator now = coordinator;
            agenda.in(DETECTION_MILLIS, () -> island.forEach(now::lose));
            agenda.in(millis + 1, () -> island.forEach(this::kill));
        }
    }

    /**
     * The coordinator's node is dead, or so slow that it is taken for dead; another one goes on
     * from the log.
     *
     * @param zombie whether the old one wakes up and goes on for a while
     */
    private void replaceCoordinator(boolean zombie) {
        SimulatedCoordinator old = coordinator;
        if (zombie) {
            zombies.add(old);
            agenda.in(agenda.between(1, 4 * DETECTION_MILLIS), old::die);
        } else {
            old.die();
        }
        int next = agenda.below(nodes);
        List<Result> log = broken == Broken.NO_FENCE ? old.log() : new ArrayList<>(old.log());
        coordinator = new SimulatedCoordinator(this, next, log);
        for (int node = 0; node < nodes; node++) {
            if (!down.contains(node)) {
                join(node);
            }
        }
    }

    /** The node's worker finds the coordinator of now. */
    private void join(int node) {
        SimulatedCoordinator now = coordinator;
        int life = lives[node];
        SimulatedWorker worker = new SimulatedWorker(this, node, now, () -> lives[node] == life);
        agenda.in(
                agenda.between(1, DETECTION_MILLIS),
                () -> {
                    if (worker.isAlive() && !now.isDead()) {
                        now.enlist(worker);
                    }
                });
    }

    private void check() {
        List<Result> log = coordinator.log();
        checked = Math.min(checked, log.size());
        if (log.size() > course.jobs()) {
            throw new Violation("more is recorded than there is");
        }
        for (; checked < log.size(); checked++) {
            Result result = log.get(checked);
            if (result.job() != checked) {
                throw new Violation("record %d is of job %d".formatted(checked, result.job()));
            }
            if (result.version() != course.version(result.job())) {
                throw new Violation(
                        "job %d was done by version %d, not %d"
                                .formatted(
                                        result.job(),
                                        result.version(),
                                        course.version(result.job())));
            }
        }
        coordinator.check();
    }
}
