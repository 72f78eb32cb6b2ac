package org.colloquy.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.message.ToWorker;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsReceiver;
import org.colloquy.actors.cluster.protocol.WeightsSender;

/** A set of weights on its way to another node, by the cluster's own protocol and messages. */
final class WeightsTrip {

    static final String POLICY = "bench";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LIMIT_MINUTES = 5;

    private WeightsTrip() {}

    /** Answers all that ask for a part of it. */
    static Behavior<ToDispatch> giver(WeightsSender sender) {
        return Behaviors.receiveMessage(
                message -> {
                    if (message instanceof ToDispatch.WeightsWanted wanted) {
                        sender.chunk(wanted.weights(), wanted.range())
                                .ifPresent(
                                        bytes ->
                                                wanted.worker()
                                                        .tell(
                                                                new ToWorker.Chunk(
                                                                        wanted.weights(),
                                                                        wanted.range().offset(),
                                                                        bytes)));
                    }
                    return Behaviors.same();
                });
    }

    /** Until all bytes are there and their digest is right. */
    static long fetchMillis(
            ActorSystem<?> system, ActorRef<ToDispatch> giver, String sha256, int length) {
        WeightsId id = new WeightsId(POLICY, 1, sha256, length);
        CompletableFuture<Integer> whole = new CompletableFuture<>();
        long start = System.nanoTime();
        system.systemActorOf(fetcher(id, giver, whole), "fetch", Props.empty());
        whole.orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES).join();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static Behavior<ToWorker> fetcher(
            WeightsId id, ActorRef<ToDispatch> giver, CompletableFuture<Integer> done) {
        return Behaviors.setup(
                context -> {
                    WeightsReceiver receiver = new WeightsReceiver(id, PATIENCE.toNanos());
                    ask(receiver.begin(System.nanoTime()), id, giver, context.getSelf());
                    return Behaviors.receiveMessage(
                            message -> {
                                if (message instanceof ToWorker.Chunk chunk) {
                                    return accept(chunk, receiver, giver, context.getSelf(), done);
                                }
                                return Behaviors.same();
                            });
                });
    }

    private static Behavior<ToWorker> accept(
            ToWorker.Chunk chunk,
            WeightsReceiver receiver,
            ActorRef<ToDispatch> giver,
            ActorRef<ToWorker> self,
            CompletableFuture<Integer> done) {
        return switch (receiver.accept(
                chunk.weights(), chunk.offset(), chunk.bytes(), System.nanoTime())) {
            case WeightsReceiver.Ask ask -> {
                ask(ask.ranges(), chunk.weights(), giver, self);
                yield Behaviors.same();
            }
            case WeightsReceiver.Whole whole -> {
                done.complete(whole.weights().length);
                yield Behaviors.stopped();
            }
            case WeightsReceiver.Corrupt corrupt -> {
                done.completeExceptionally(new IllegalStateException(corrupt.reason()));
                yield Behaviors.stopped();
            }
        };
    }

    private static void ask(
            List<WeightsReceiver.Range> ranges,
            WeightsId id,
            ActorRef<ToDispatch> giver,
            ActorRef<ToWorker> self) {
        ranges.forEach(range -> giver.tell(new ToDispatch.WeightsWanted(id, range, self)));
    }
}
