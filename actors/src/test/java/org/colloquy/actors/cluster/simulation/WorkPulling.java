package org.colloquy.actors.cluster.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.actors.cluster.protocol.Batch;
import org.colloquy.actors.cluster.protocol.WeightsId;

/**
 * Pekko's work pulling as its documentation promises it: an order goes to one cell that has asked,
 * reaches it as long as that cell lives, and goes to another one if it does not.
 */
final class WorkPulling {

    private static final int RETRY_MILLIS = 250;

    /** An order under way. */
    record Order(Batch<Integer> batch, List<WeightsId> weights) {}

    private final Agenda agenda;
    private final Network network;
    private final int home;
    private final Runnable onDemand;
    private final Map<SimulatedCell, Boolean> demand = new LinkedHashMap<>();
    private final Map<Order, SimulatedCell> unconfirmed = new LinkedHashMap<>();
    private final ArrayDeque<Order> orphans = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param home node of the coordinator
     * @param onDemand a cell can take an order
     */
    WorkPulling(Agenda agenda, Network network, int home, Runnable onDemand) {
        this.agenda = agenda;
        this.network = network;
        this.home = home;
        this.onDemand = onDemand;
    }

    void register(SimulatedCell cell) {
        if (!closed) {
            demand.put(cell, true);
            serve();
        }
    }

    int cells() {
        return demand.size();
    }

    boolean isWanted() {
        return orphans.isEmpty() && demand.containsValue(true);
    }

    void send(Order order) {
        orphans.add(order);
        serve();
    }

    /** The cell's node is gone, or taken for gone. */
    void remove(SimulatedCell cell) {
        demand.remove(cell);
        List<Order> again = new ArrayList<>();
        unconfirmed.forEach(
                (order, holder) -> {
                    if (holder == cell) {
                        again.add(order);
                    }
                });
        unconfirmed.keySet().removeAll(again);
        orphans.addAll(again);
        serve();
    }

    void confirmed(SimulatedCell cell, Order order) {
        if (unconfirmed.remove(order, cell)) {
            demand.put(cell, true);
            serve();
        }
    }

    void close() {
        closed = true;
        demand.clear();
        unconfirmed.clear();
        orphans.clear();
    }

    /** Whether some cell has the job, or will have it. */
    boolean holds(long job) {
        return Stream.concat(unconfirmed.keySet().stream(), orphans.stream())
                .flatMap(order -> order.batch().jobs().stream())
                .anyMatch(posted -> posted.number() == job);
    }

    private void serve() {
        while (!orphans.isEmpty()) {
            Optional<SimulatedCell> cell = anyThatAsks();
            if (cell.isEmpty()) {
                return;
            }
            Order order = orphans.remove();
            demand.put(cell.get(), false);
            unconfirmed.put(order, cell.get());
            deliver(order, cell.get());
        }
        if (isWanted()) {
            onDemand.run();
        }
    }

    private Optional<SimulatedCell> anyThatAsks() {
        List<SimulatedCell> asking =
                demand.keySet().stream()
                        .filter(cell -> Boolean.TRUE.equals(demand.get(cell)))
                        .toList();
        return asking.isEmpty()
                ? Optional.empty()
                : Optional.of(asking.get(agenda.below(asking.size())));
    }

    /** Tries until the cell has it or is no longer meant; it may be there twice. */
    private void deliver(Order order, SimulatedCell cell) {
        agenda.in(
                1 + agenda.below(RETRY_MILLIS),
                () -> {
                    if (closed || unconfirmed.get(order) != cell) {
                        return;
                    }
                    if (!network.connected(home, cell.node()) || agenda.chance(0.1)) {
                        deliver(order, cell);
                        return;
                    }
                    cell.order(order);
                    if (agenda.chance(0.05)) {
                        cell.order(order);
                    }
                });
    }
}
