package org.colloquy.actors.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.delivery.WorkPullingProducerController;
import org.apache.pekko.actor.typed.delivery.WorkPullingProducerController.RequestNext;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.colloquy.actors.cluster.message.Brief;
import org.colloquy.actors.cluster.message.Job;
import org.colloquy.actors.cluster.message.NodeLoad;
import org.colloquy.actors.cluster.message.Order;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.cluster.message.ToCell;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.message.ToWorker;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsSender;
import org.colloquy.actors.cluster.protocol.WorkLedger;

/**
 * Gives out one run's jobs to the cells of all nodes, by Pekko's work pulling, and hears what came
 * of them. What is recorded and in which order is not its business: it only answers each job once.
 *
 * <p>It also has the newest weights of each policy for the nodes to fetch; every order names the
 * weights that it is to be done with.
 */
public final class Dispatch extends AbstractMatchingBehavior<Dispatch.Command> {

    /** Where workers find the runs that there is work for. */
    static final ServiceKey<ToDispatch> KEY = ServiceKey.create(ToDispatch.class, "dispatch");

    /** The most jobs of one order. */
    static final int BATCH = 8;

    public sealed interface Command {}

    /** Has a job done; answered once. */
    record Submit(Job job, ActorRef<? super Outcome> replyTo) implements Command {}

    /** From now on, jobs are to be done with these weights. */
    @SuppressWarnings("ArrayRecordComponent") // weights are large and nobody changes them
    record Publish(String policy, byte[] weights) implements Command {}

    /** Asks how the work stands. */
    record Inspect(ActorRef<? super Standing> replyTo) implements Command {}

    /** A cell can take an order. */
    private record Wanted(RequestNext<Order> next) implements Command {}

    /** Gives out what came meanwhile, so that jobs that come together go together. */
    private enum Give implements Command {
        NOW
    }

    private record Heard(ToDispatch message) implements Command {}

    /**
     * How the work stands.
     *
     * @param waiting jobs that no cell has
     * @param given jobs that are under way
     * @param unfit why a node does not work, by node
     * @param loads by node
     */
    record Standing(
            int waiting,
            int given,
            Map<String, String> unfit,
            Map<String, NodeLoad> loads,
            List<WeightsId> weights) {}

    private final Brief brief;
    private final WorkLedger<Job> ledger;
    private final WeightsSender weights = new WeightsSender();
    private final Map<Long, ActorRef<? super Outcome>> askers = new LinkedHashMap<>();
    private final Map<ActorRef<ToWorker>, String> workers = new LinkedHashMap<>();
    private final Map<String, NodeLoad> loads = new LinkedHashMap<>();
    private final Map<String, String> unfit = new LinkedHashMap<>();
    private final Map<String, Integer> versions = new LinkedHashMap<>();
    private Optional<RequestNext<Order>> wanted = Optional.empty();
    private boolean giving;

    /**
     * @param bound the most jobs that are submitted at once
     * @param batch the most jobs of one order
     */
    static Behavior<Command> create(Brief brief, int bound, int batch) {
        return Behaviors.setup(
                context -> new Dispatch(context, brief, new WorkLedger<>(bound, batch)));
    }

    /** How the cells of a run's incarnation are found. */
    @SuppressWarnings("unchecked") // a class object cannot say what its type's parameter is
    static ServiceKey<ConsumerController.Command<Order>> cells(Brief brief) {
        return ServiceKey.create(
                (Class<ConsumerController.Command<Order>>)
                        (Class<?>) ConsumerController.Command.class,
                "cells-" + brief.run() + "-" + brief.incarnation());
    }

    private Dispatch(ActorContext<Command> context, Brief brief, WorkLedger<Job> ledger) {
        super(context);
        this.brief = brief;
        this.ledger = ledger;
        ActorRef<WorkPullingProducerController.Command<Order>> producer =
                context.spawn(
                        WorkPullingProducerController.create(
                                Order.class, "orders", cells(brief), Optional.empty()),
                        "orders");
        context.watch(producer);
        @SuppressWarnings("unchecked") // as above
        Class<RequestNext<Order>> next = (Class<RequestNext<Order>>) (Class<?>) RequestNext.class;
        producer.tell(
                new WorkPullingProducerController.Start<>(
                        context.messageAdapter(next, Wanted::new)));
        ActorRef<ToDispatch> ear = context.messageAdapter(ToDispatch.class, Heard::new);
        context.getSystem().receptionist().tell(Receptionist.register(KEY, ear));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Submit submit -> onSubmit(submit);
            case Publish publish -> onPublish(publish);
            case Inspect inspect -> onInspect(inspect);
            case Wanted next -> onWanted(next.next());
            case Give give -> onGive();
            case Heard heard -> onHeard(heard.message());
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof Terminated gone) {
            if (gone.getRef().path().name().equals("orders")) {
                throw new IllegalStateException("the giving of orders has ended");
            }
            workers.entrySet().stream()
                    .filter(worker -> worker.getKey().equals(gone.getRef()))
                    .map(Map.Entry::getValue)
                    .forEach(loads::remove);
            workers.keySet().removeIf(worker -> worker.equals(gone.getRef()));
            return this;
        }
        return Behaviors.unhandled();
    }

    private Behavior<Command> onSubmit(Submit submit) {
        askers.put(ledger.submit(submit.job()), submit.replyTo());
        return giveSoon();
    }

    private Behavior<Command> onPublish(Publish publish) {
        int version = versions.merge(publish.policy(), 1, Integer::sum);
        weights.publish(publish.policy(), version, publish.weights());
        return this;
    }

    private Behavior<Command> onInspect(Inspect inspect) {
        inspect.replyTo()
                .tell(
                        new Standing(
                                ledger.waiting(),
                                ledger.given(),
                                Map.copyOf(unfit),
                                Map.copyOf(loads),
                                weights.current()));
        return this;
    }

    private Behavior<Command> onWanted(RequestNext<Order> next) {
        wanted = Optional.of(next);
        ledger.want();
        return giveSoon();
    }

    private Behavior<Command> giveSoon() {
        if (!giving) {
            giving = true;
            getContext().getSelf().tell(Give.NOW);
        }
        return this;
    }

    private Behavior<Command> onGive() {
        giving = false;
        ledger.give(workers.size() * brief.cells())
                .ifPresent(
                        batch -> {
                            RequestNext<Order> next = wanted.orElseThrow();
                            wanted = Optional.empty();
                            next.sendNextTo().tell(new Order(batch, weights.current()));
                        });
        return this;
    }

    private Behavior<Command> onHeard(ToDispatch message) {
        switch (message) {
            case ToDispatch.Enlist enlist -> onEnlist(enlist);
            case ToDispatch.Unfit one -> unfit.put(one.node(), one.reason());
            case ToDispatch.Doing doing -> loads.put(doing.node(), doing.load());
            case ToDispatch.Result result -> onResult(result);
            case ToDispatch.Known known -> {
                if (ledger.isSettled(known.job())) {
                    known.cell().tell(new ToCell.Receipt(known.job()));
                }
            }
            case ToDispatch.Broken broken ->
                    throw new IllegalStateException(broken.node() + ": " + broken.reason());
            case ToDispatch.WeightsWanted asked ->
                    weights.chunk(asked.weights(), asked.range())
                            .ifPresent(
                                    bytes ->
                                            asked.worker()
                                                    .tell(
                                                            new ToWorker.Chunk(
                                                                    asked.weights(),
                                                                    asked.range().offset(),
                                                                    bytes)));
        }
        return this;
    }

    private void onEnlist(ToDispatch.Enlist enlist) {
        if (!workers.containsKey(enlist.worker())) {
            workers.put(enlist.worker(), enlist.node());
            getContext().watch(enlist.worker());
        }
        unfit.remove(enlist.node());
        enlist.worker().tell(new ToWorker.Briefed(brief));
    }

    private void onResult(ToDispatch.Result result) {
        if (ledger.settle(result.job())) {
            Objects.requireNonNull(askers.remove(result.job())).tell(result.outcome());
        }
        result.cell().tell(new ToCell.Receipt(result.job()));
    }
}
