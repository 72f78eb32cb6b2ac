package org.colloquy.actors.cluster;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.message.ToWorker;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsReceiver;
import org.colloquy.actors.cluster.protocol.WeightsReceiver.Range;

/** Fetches one version of a policy's weights from the coordinator, reports once, and stops. */
final class WeightsFetch extends AbstractMatchingBehavior<WeightsFetch.Command> {

    sealed interface Command {}

    record Came(ToWorker.Chunk chunk) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    /** What became of it. */
    sealed interface Report {}

    /** All is there, and its digest is right. */
    @SuppressWarnings("ArrayRecordComponent") // weights are large and nobody changes them
    record Whole(WeightsId id, byte[] weights) implements Report {}

    record Failed(String reason) implements Report {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WeightsId id;
    private final ActorRef<ToDispatch> dispatch;
    private final ActorRef<ToWorker> ear;
    private final ActorRef<? super Report> replyTo;
    private final WeightsReceiver receiver;

    /**
     * @param ear hears of the chunks, and passes them on
     */
    static Behavior<Command> create(
            WeightsId id,
            ActorRef<ToDispatch> dispatch,
            ActorRef<ToWorker> ear,
            ActorRef<? super Report> replyTo) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(Tick.CLOCK, PATIENCE);
                                    WeightsFetch fetch =
                                            new WeightsFetch(context, id, dispatch, ear, replyTo);
                                    fetch.ask(fetch.receiver.begin(System.nanoTime()));
                                    return fetch;
                                }));
    }

    private WeightsFetch(
            ActorContext<Command> context,
            WeightsId id,
            ActorRef<ToDispatch> dispatch,
            ActorRef<ToWorker> ear,
            ActorRef<? super Report> replyTo) {
        super(context);
        this.id = id;
        this.dispatch = dispatch;
        this.ear = ear;
        this.replyTo = replyTo;
        this.receiver = new WeightsReceiver(id, PATIENCE.toNanos());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Came came -> onChunk(came.chunk());
            case Tick tick -> onTick();
        };
    }

    private Behavior<Command> onChunk(ToWorker.Chunk chunk) {
        WeightsReceiver.Step step =
                receiver.accept(chunk.weights(), chunk.offset(), chunk.bytes(), System.nanoTime());
        return switch (step) {
            case WeightsReceiver.Ask ask -> {
                ask(ask.ranges());
                yield this;
            }
            case WeightsReceiver.Whole whole -> {
                replyTo.tell(new Whole(id, whole.weights()));
                yield Behaviors.stopped();
            }
            case WeightsReceiver.Corrupt corrupt -> {
                replyTo.tell(new Failed(corrupt.reason()));
                yield Behaviors.stopped();
            }
        };
    }

    private Behavior<Command> onTick() {
        ask(receiver.overdue(System.nanoTime()));
        return this;
    }

    private void ask(List<Range> ranges) {
        ranges.forEach(range -> dispatch.tell(new ToDispatch.WeightsWanted(id, range, ear)));
    }
}
