package org.colloquy.actors.cluster.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsReceiver;
import org.colloquy.actors.cluster.simulation.Course.Result;
import org.colloquy.actors.cluster.simulation.WorkPulling.Order;

/**
 * Does what a node's worker for one incarnation of the run does: cells, and the weights' version.
 */
final class SimulatedWorker {

    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LONGEST_LOADING_MILLIS = 200;

    private final Agenda agenda;
    private final Network network;
    private final int node;
    private final SimulatedCoordinator coordinator;
    private final BooleanSupplier alive;
    private final Broken broken;
    private final List<SimulatedCell> cells = new ArrayList<>();
    private final Map<SimulatedCell, List<WeightsId>> needs = new LinkedHashMap<>();
    private final Map<WeightsId, WeightsReceiver> fetching = new LinkedHashMap<>();
    private Optional<WeightsId> current = Optional.empty();
    private boolean stopped;

    /**
     * @param alive whether the node's process is still the one that this worker lives in
     */
    SimulatedWorker(
            World world, int node, SimulatedCoordinator coordinator, BooleanSupplier alive) {
        this.agenda = world.agenda();
        this.network = world.network();
        this.broken = world.broken();
        this.node = node;
        this.coordinator = coordinator;
        this.alive = alive;
        for (int cell = 0; cell < world.cellsEach(); cell++) {
            cells.add(new SimulatedCell(agenda, this, broken));
        }
    }

    int node() {
        return node;
    }

    boolean isAlive() {
        return !stopped && alive.getAsBoolean();
    }

    void stop() {
        stopped = true;
    }

    List<SimulatedCell> cells() {
        return cells;
    }

    /** Version that the node's models speak by now. */
    int version() {
        return current.map(WeightsId::version).orElse(0);
    }

    void need(SimulatedCell cell, List<WeightsId> weights) {
        needs.put(cell, weights);
        settleNeeds();
    }

    private void settleNeeds() {
        for (var need : List.copyOf(needs.entrySet())) {
            List<WeightsId> weights = need.getValue();
            if (weights.stream().anyMatch(id -> version() > id.version())) {
                needs.remove(need.getKey());
                need.getKey().past();
                continue;
            }
            Optional<WeightsId> missing =
                    weights.stream().filter(id -> !current.equals(Optional.of(id))).findAny();
            missing.filter(id -> !fetching.containsKey(id)).ifPresent(this::fetch);
            if (missing.isEmpty() || broken == Broken.ANY_WEIGHTS) {
                needs.remove(need.getKey());
                need.getKey().ready();
            }
        }
    }

    private void fetch(WeightsId id) {
        WeightsReceiver receiver = new WeightsReceiver(id, PATIENCE_MILLIS * 1_000_000L);
        fetching.put(id, receiver);
        ask(id, receiver.begin(agenda.nowNanos()));
        lookAtClock(id, receiver);
    }

    private void lookAtClock(WeightsId id, WeightsReceiver receiver) {
        agenda.in(
                PATIENCE_MILLIS,
                () -> {
                    if (isAlive() && fetching.get(id) == receiver) {
                        ask(id, receiver.overdue(agenda.nowNanos()));
                        lookAtClock(id, receiver);
                    }
                });
    }

    private void ask(WeightsId id, List<WeightsReceiver.Range> ranges) {
        for (WeightsReceiver.Range range : ranges) {
            network.send(node, coordinator.node(), () -> coordinator.wanted(this, id, range));
        }
    }

    void chunk(WeightsId id, int offset, byte[] bytes) {
        WeightsReceiver receiver = fetching.get(id);
        if (receiver == null || !isAlive()) {
            return;
        }
        switch (receiver.accept(id, offset, bytes, agenda.nowNanos())) {
            case WeightsReceiver.Ask ask -> ask(id, ask.ranges());
            case WeightsReceiver.Whole whole -> {
                coordinator.checkWeights(id, whole.weights());
                agenda.in(agenda.below(LONGEST_LOADING_MILLIS), () -> serve(id));
            }
            case WeightsReceiver.Corrupt corrupt -> throw new Violation(corrupt.reason());
        }
    }

    private void serve(WeightsId id) {
        fetching.remove(id);
        if (version() < id.version()) {
            current = Optional.of(id);
        }
        settleNeeds();
    }

    void send(SimulatedCell cell, long job, Result result) {
        network.send(node, coordinator.node(), () -> coordinator.result(cell, job, result));
    }

    void askIfKnown(SimulatedCell cell, long job) {
        network.send(node, coordinator.node(), () -> coordinator.asked(cell, job));
    }

    void confirm(SimulatedCell cell, Order order) {
        agenda.in(
                1 + agenda.below(LONGEST_LOADING_MILLIS),
                () -> {
                    if (!isAlive()) {
                        return;
                    }
                    if (network.connected(node, coordinator.node())) {
                        coordinator.confirmed(cell, order);
                    } else {
                        confirm(cell, order);
                    }
                });
    }
}
