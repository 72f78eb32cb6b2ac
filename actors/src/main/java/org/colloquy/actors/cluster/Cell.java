package org.colloquy.actors.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.delivery.ConsumerController;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.Brief;
import org.colloquy.actors.cluster.message.Job;
import org.colloquy.actors.cluster.message.Order;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.cluster.message.ToCell;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.protocol.CellDesk;
import org.colloquy.actors.cluster.protocol.Posted;
import org.colloquy.actors.coordination.Survey;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.Protocol;

/**
 * One replica of a run's cast on this node, and the work on one order at a time.
 *
 * <p>An order's jobs begin when the node's models speak by the weights that it names. Each job is a
 * child; its outcome is sent to the coordinator until that has receipted it.
 */
final class Cell extends AbstractMatchingBehavior<Cell.Command> {

    sealed interface Command {}

    /** The node's models speak by the weights that were asked for. */
    enum Ready implements Command {
        NOW
    }

    /** The node's models speak by newer weights, so all of the order is done already. */
    enum Past implements Command {
        NOW
    }

    private record Delivered(ConsumerController.Delivery<Order> delivery) implements Command {}

    private record Discussed(DialogueSession.Ended dialogue) implements Command {}

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    private record Heard(ToCell message) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    /** A job under way, and how it is told to look at the clock. */
    private record Child(ActorRef<?> actor, Runnable look) {}

    private static final Duration CLOCK = Duration.ofSeconds(1);

    private final ActorRef<Worker.Command> worker;
    private final ActorRef<ToDispatch> dispatch;
    private final DialogueSession.Table table;
    private final CellDesk<Job, Outcome> desk = new CellDesk<>();
    private final Map<Long, Child> children = new HashMap<>();
    private final ActorRef<ToCell> ear;
    private final ActorRef<DialogueSession.Ended> dialogueEnds;
    private final ActorRef<Survey.Surveyed> surveyEnds;
    private Optional<ConsumerController.Delivery<Order>> delivery = Optional.empty();

    /**
     * Takes orders at once.
     *
     * @param table with the cell's own cast
     */
    static Behavior<Command> create(
            Brief brief,
            DialogueSession.Table table,
            ActorRef<Worker.Command> worker,
            ActorRef<ToDispatch> dispatch) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(Tick.CLOCK, CLOCK);
                                    return new Cell(context, brief, table, worker, dispatch);
                                }));
    }

    private Cell(
            ActorContext<Command> context,
            Brief brief,
            DialogueSession.Table table,
            ActorRef<Worker.Command> worker,
            ActorRef<ToDispatch> dispatch) {
        super(context);
        this.table = table;
        this.worker = worker;
        this.dispatch = dispatch;
        this.ear = context.messageAdapter(ToCell.class, Heard::new);
        this.dialogueEnds = context.messageAdapter(DialogueSession.Ended.class, Discussed::new);
        this.surveyEnds = context.messageAdapter(Survey.Surveyed.class, Surveyed::new);
        @SuppressWarnings("unchecked") // a class object cannot say what its type's parameter is
        Class<ConsumerController.Delivery<Order>> type =
                (Class<ConsumerController.Delivery<Order>>)
                        (Class<?>) ConsumerController.Delivery.class;
        ActorRef<ConsumerController.Command<Order>> consumer =
                context.spawn(ConsumerController.create(Dispatch.cells(brief)), "orders");
        context.watch(consumer);
        consumer.tell(new ConsumerController.Start<>(context.messageAdapter(type, Delivered::new)));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Delivered order -> onDelivered(order.delivery());
            case Ready ready -> onReady();
            case Past past -> onPast();
            case Discussed discussed -> onDiscussed(discussed.dialogue());
            case Surveyed surveyed ->
                    onDone(
                            surveyed.survey().subject(),
                            new Outcome.Answered(surveyed.survey().answers()));
            case Heard heard -> onHeard(heard.message());
            case Tick tick -> onTick();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> throw new IllegalStateException(failed.getCause());
            case Terminated gone when gone.getRef().path().name().equals("orders") ->
                    throw new IllegalStateException("the taking of orders has ended");
            case Terminated child -> this;
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onDelivered(ConsumerController.Delivery<Order> next) {
        delivery = Optional.of(next);
        worker.tell(new Worker.Need(next.message().weights(), getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onReady() {
        delivery.ifPresent(order -> desk.accept(order.message().batch()).forEach(this::begin));
        return this;
    }

    private Behavior<Command> onPast() {
        delivery.ifPresent(order -> desk.accept(order.message().batch()));
        return onTick();
    }

    private void begin(Posted<Job> posted) {
        children.put(
                posted.number(),
                switch (posted.job()) {
                    case Job.Discuss discuss -> discuss(discuss);
                    case Job.Ask ask -> ask(Math.toIntExact(posted.number()), ask);
                });
    }

    private Child discuss(Job.Discuss discuss) {
        Protocol protocol =
                Protocol.named(discuss.protocol())
                        .orElseThrow(() -> new IllegalArgumentException(discuss.protocol()));
        ActorRef<DialogueSession.Command> session =
                child(
                        DialogueSession.create(
                                Dialogue.open(protocol, discuss.plan()),
                                table,
                                discuss.difficulty(),
                                dialogueEnds));
        return new Child(session, () -> session.tell(DialogueSession.LookAtClock.NOW));
    }

    private Child ask(int subject, Job.Ask ask) {
        ActorRef<Survey.Command> survey =
                child(Survey.create(subject, ask.asks(), table, surveyEnds));
        return new Child(survey, () -> survey.tell(Survey.LookAtClock.NOW));
    }

    private <C> ActorRef<C> child(Behavior<C> behavior) {
        ActorRef<C> child = getContext().spawnAnonymous(behavior);
        getContext().watch(child);
        return child;
    }

    private Behavior<Command> onDiscussed(DialogueSession.Ended dialogue) {
        List<Posted<Job>> jobs = delivery.orElseThrow().message().batch().jobs();
        long number =
                jobs.stream()
                        .filter(
                                posted ->
                                        posted.job() instanceof Job.Discuss discuss
                                                && discuss.plan().id().equals(dialogue.id()))
                        .mapToLong(Posted::number)
                        .findFirst()
                        .orElseThrow();
        return onDone(number, new Outcome.Discussed(dialogue.section(), dialogue.timing()));
    }

    private Behavior<Command> onDone(long job, Outcome outcome) {
        children.remove(job);
        if (desk.done(job, outcome)) {
            worker.tell(new Worker.Did(outcome));
            send(new Posted<>(job, outcome));
        }
        return this;
    }

    private void send(Posted<Outcome> outcome) {
        dispatch.tell(new ToDispatch.Result(outcome.number(), outcome.job(), ear));
    }

    private Behavior<Command> onHeard(ToCell message) {
        switch (message) {
            case ToCell.Receipt receipt -> onReceipt(receipt.job());
        }
        return this;
    }

    private void onReceipt(long job) {
        switch (desk.receipted(job)) {
            case GOING_ON -> {}
            case CONFIRM -> confirm();
            case OVERTAKEN -> giveUp(job);
            case OVERTAKEN_CONFIRM -> {
                giveUp(job);
                confirm();
            }
        }
    }

    private void giveUp(long job) {
        Optional.ofNullable(children.remove(job))
                .ifPresent(child -> getContext().stop(child.actor()));
    }

    private void confirm() {
        delivery.orElseThrow().confirmTo().tell(ConsumerController.confirmed());
        delivery = Optional.empty();
    }

    private Behavior<Command> onTick() {
        children.values().forEach(child -> child.look().run());
        delivery.stream()
                .flatMap(order -> order.message().batch().jobs().stream())
                .map(Posted::number)
                .filter(job -> desk.isRunning(job) && !children.containsKey(job))
                .forEach(job -> dispatch.tell(new ToDispatch.Known(job, ear)));
        List<Posted<Outcome>> unreceipted = desk.unreceipted();
        unreceipted.forEach(this::send);
        String name = getContext().getSelf().path().name();
        worker.tell(new Worker.Busy(name, desk.running(), unreceipted.size()));
        return this;
    }
}
