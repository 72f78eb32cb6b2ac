package org.colloquy.actors.cluster.simulation;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.colloquy.actors.cluster.protocol.CellDesk;
import org.colloquy.actors.cluster.protocol.Posted;
import org.colloquy.actors.cluster.simulation.Course.Result;
import org.colloquy.actors.cluster.simulation.WorkPulling.Order;

/** Does what the actor of a cell does with its desk. */
final class SimulatedCell {

    private static final int TICK_MILLIS = 1_000;
    private static final int LONGEST_JOB_MILLIS = 3_000;

    private final Agenda agenda;
    private final SimulatedWorker worker;
    private final Broken broken;
    private final CellDesk<Integer, Result> desk = new CellDesk<>();
    private final Set<Long> begun = new HashSet<>();
    private Optional<Order> order = Optional.empty();

    SimulatedCell(Agenda agenda, SimulatedWorker worker, Broken broken) {
        this.agenda = agenda;
        this.worker = worker;
        this.broken = broken;
        tick();
    }

    int node() {
        return worker.node();
    }

    /** Work that it holds; never more than one order has. */
    int held() {
        return desk.running() + desk.unreceipted().size();
    }

    void order(Order next) {
        if (worker.isAlive() && (order.isEmpty() || order.get() == next)) {
            order = Optional.of(next);
            worker.need(this, next.weights());
        }
    }

    /** The node's models speak by the order's weights. */
    void ready() {
        order.ifPresent(each -> desk.accept(each.batch()).forEach(this::begin));
    }

    /** The node's models speak by newer ones: others have done the order's jobs. */
    void past() {
        order.ifPresent(each -> desk.accept(each.batch()));
    }

    private void begin(Posted<Integer> posted) {
        begun.add(posted.number());
        agenda.in(
                1 + agenda.below(LONGEST_JOB_MILLIS),
                () -> {
                    Result result = new Result(posted.job(), worker.version());
                    if (worker.isAlive() && desk.done(posted.number(), result)) {
                        worker.send(this, posted.number(), result);
                        if (broken == Broken.CONFIRM_BEFORE_RECEIPT) {
                            receipted(posted.number());
                        }
                    }
                });
    }

    void receipted(long job) {
        if (!worker.isAlive()) {
            return;
        }
        switch (desk.receipted(job)) {
            case GOING_ON, OVERTAKEN -> {}
            case CONFIRM, OVERTAKEN_CONFIRM -> {
                Order done = order.orElseThrow();
                order = Optional.empty();
                begun.clear();
                worker.confirm(this, done);
            }
        }
    }

    private void tick() {
        agenda.in(
                TICK_MILLIS,
                () -> {
                    if (!worker.isAlive()) {
                        return;
                    }
                    order.ifPresent(this::askAfterOthers);
                    if (broken != Broken.NO_RESENDING) {
                        desk.unreceipted()
                                .forEach(each -> worker.send(this, each.number(), each.job()));
                    }
                    tick();
                });
    }

    /** Jobs that never began here are done elsewhere; whether they are is asked. */
    private void askAfterOthers(Order held) {
        if (desk.running() > 0) {
            held.batch().jobs().stream()
                    .map(Posted::number)
                    .filter(job -> !begun.contains(job))
                    .forEach(job -> worker.askIfKnown(this, job));
        }
    }
}
