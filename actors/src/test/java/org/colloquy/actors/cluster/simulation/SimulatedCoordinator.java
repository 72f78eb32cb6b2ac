package org.colloquy.actors.cluster.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsReceiver.Range;
import org.colloquy.actors.cluster.protocol.WeightsSender;
import org.colloquy.actors.cluster.protocol.WorkLedger;
import org.colloquy.actors.cluster.simulation.Course.Result;
import org.colloquy.actors.cluster.simulation.WorkPulling.Order;

/**
 * Does what the coordinator's node does in one incarnation of the run: submits jobs, gives them
 * out, records what came of them in their order, learns between iterations.
 */
final class SimulatedCoordinator {

    private final World world;
    private final Agenda agenda;
    private final Course course;
    private final int node;
    private final List<Result> log;
    private final WorkLedger<Integer> ledger;
    private final WeightsSender weights = new WeightsSender();
    private final WorkPulling orders;
    private final List<SimulatedWorker> workers = new ArrayList<>();

    /** Outcomes that wait for those before them. */
    private final TreeMap<Integer, Result> window = new TreeMap<>();

    private final int first;
    private int submitted;
    private int learned;
    private boolean dead;

    /**
     * @param log what is recorded so far, and where this incarnation records
     */
    SimulatedCoordinator(World world, int node, List<Result> log) {
        this.world = world;
        this.agenda = world.agenda();
        this.course = world.course();
        this.node = node;
        this.log = log;
        this.first = log.size();
        this.submitted = first;
        this.ledger = new WorkLedger<>(world.bound(), world.batch());
        this.orders = new WorkPulling(agenda, world.network(), node, this::give);
        goOn();
    }

    int node() {
        return node;
    }

    List<Result> log() {
        return log;
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
        orders.close();
        workers.forEach(SimulatedWorker::stop);
    }

    /** A node has said that it wants to work. */
    void enlist(SimulatedWorker worker) {
        workers.add(worker);
        worker.cells().forEach(orders::register);
    }

    /** A node is gone, or taken for gone. */
    void lose(int lost) {
        workers.stream()
                .filter(worker -> worker.node() == lost)
                .flatMap(worker -> worker.cells().stream())
                .forEach(orders::remove);
        workers.removeIf(worker -> worker.node() == lost);
    }

    private void goOn() {
        while (submitted < course.jobs()
                && submitted - log.size() < world.bound()
                && (log.size() == submitted || course.version(submitted) == learned)) {
            learn(course.version(submitted));
            ledger.submit(submitted++);
        }
        give();
    }

    private void learn(int version) {
        if (version > learned) {
            learned = version;
            weights.publish(Course.POLICY, version, course.weights().get(version));
        }
    }

    private void give() {
        if (dead || !orders.isWanted()) {
            return;
        }
        ledger.want();
        ledger.give(orders.cells())
                .ifPresent(batch -> orders.send(new Order(batch, weights.current())));
    }

    void result(SimulatedCell cell, long job, Result result) {
        if (dead) {
            return;
        }
        boolean counts = ledger.settle(job);
        if (counts || world.broken() == Broken.EVERY_OUTCOME_COUNTS) {
            record(result);
        }
        world.network().send(node, cell.node(), () -> cell.receipted(job));
        goOn();
    }

    private void record(Result result) {
        if (world.broken() == Broken.RECORD_AS_IT_COMES) {
            log.add(result);
            return;
        }
        if (window.put(result.job(), result) != null || result.job() < log.size()) {
            log.add(result);
        }
        while (window.containsKey(log.size())) {
            log.add(window.remove(log.size()));
        }
    }

    void asked(SimulatedCell cell, long job) {
        if (!dead && ledger.isSettled(job)) {
            world.network().send(node, cell.node(), () -> cell.receipted(job));
        }
    }

    void confirmed(SimulatedCell cell, Order order) {
        if (!dead) {
            orders.confirmed(cell, order);
        }
    }

    void wanted(SimulatedWorker worker, WeightsId id, Range range) {
        if (dead) {
            return;
        }
        weights.chunk(id, range)
                .map(world::perhapsDamaged)
                .ifPresent(
                        bytes ->
                                world.network()
                                        .send(
                                                node,
                                                worker.node(),
                                                () -> worker.chunk(id, range.offset(), bytes)));
    }

    void checkWeights(WeightsId id, byte[] bytes) {
        if (!Arrays.equals(bytes, course.weights().get(id.version()))) {
            throw new Violation("damaged weights were taken as version " + id.version());
        }
    }

    /** What must hold after every event while this incarnation lives. */
    void check() {
        require(ledger.unsettled() <= world.bound(), "the ledger is beyond its bound");
        require(window.size() <= world.bound(), "the recorder's window is beyond its bound");
        for (SimulatedWorker worker : workers) {
            for (SimulatedCell cell : worker.cells()) {
                require(cell.held() <= world.batch(), "a cell holds more than an order");
            }
        }
        int known = 0;
        for (int job = Math.max(first, log.size()); job < submitted; job++) {
            known += isKnown(job) ? 1 : 0;
        }
        require(
                known == submitted - Math.max(first, log.size()),
                "a job is neither recorded nor under way");
    }

    private boolean isKnown(int job) {
        int number = job - first;
        return window.containsKey(job)
                || (!ledger.isSettled(number) && (isWaiting(number) || orders.holds(number)));
    }

    private boolean isWaiting(int number) {
        return number >= submitted - first - ledger.waiting();
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new Violation(otherwise);
        }
    }
}
