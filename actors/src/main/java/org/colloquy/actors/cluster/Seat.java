package org.colloquy.actors.cluster;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.colloquy.actors.agent.Agent;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * An agent's place in a cell, as an entity of Cluster Sharding. The shard is the cell, so that the
 * agents of a dialogue sit on one node: on that of the cell, which is the first to ask for them.
 *
 * <p>Whoever seats an agent gets its own reference; the turns of a dialogue do not go by way of the
 * shards, so nothing that happens to these can change what is said.
 */
final class Seat {

    static final EntityTypeKey<Command> KEY = EntityTypeKey.create(Command.class, "agent");

    sealed interface Command {}

    /**
     * Takes the seat; stays within the node.
     *
     * @param agent who sits there
     * @param replyTo hears the agent's reference
     */
    record Take(Behavior<Agent.Command> agent, ActorRef<? super ActorRef<Agent.Command>> replyTo)
            implements Command {}

    /** Leaves the seat for good. */
    enum Leave implements Command {
        NOW
    }

    private Seat() {}

    /** Every node of the role calls it once. */
    static void init(ActorSystem<?> system, String role) {
        ClusterSharding.get(system)
                .init(
                        Entity.of(KEY, entity -> empty())
                                .withRole(role)
                                .withStopMessage(Leave.NOW)
                                .withMessageExtractor(new CellIsShard())
                                .withAllocationStrategy(new WhereAsked()));
    }

    /** An agent's seat in a cell. */
    static EntityRef<Command> of(ActorSystem<?> system, String cell, int agent) {
        return ClusterSharding.get(system).entityRefFor(KEY, cell + "/" + agent);
    }

    private static Behavior<Command> empty() {
        return Behaviors.setup(
                context ->
                        Behaviors.receiveMessage(
                                command ->
                                        switch (command) {
                                            case Take take -> {
                                                take.replyTo()
                                                        .tell(context.spawn(take.agent(), "agent"));
                                                yield taken();
                                            }
                                            case Leave leave -> Behaviors.stopped();
                                        }));
    }

    private static Behavior<Command> taken() {
        return Behaviors.receiveMessage(
                command ->
                        switch (command) {
                            case Take take ->
                                    throw new IllegalStateException("a seat was taken twice");
                            case Leave leave -> Behaviors.stopped();
                        });
    }

    /** {@code CELL/AGENT} is in shard {@code CELL}. */
    private static final class CellIsShard
            extends ShardingMessageExtractor<ShardingEnvelope<Command>, Command> {
        @Override
        public String entityId(ShardingEnvelope<Command> envelope) {
            return envelope.entityId();
        }

        @Override
        public String shardId(String entityId) {
            return entityId.substring(0, entityId.lastIndexOf('/'));
        }

        @Override
        public Command unwrapMessage(ShardingEnvelope<Command> envelope) {
            return envelope.message();
        }
    }

    /** A cell belongs to its node: a node that joins brings its own, and none ever moves. */
    private static final class WhereAsked extends AbstractShardAllocationStrategy {
        @Override
        public Future<org.apache.pekko.actor.ActorRef> allocateShard(
                org.apache.pekko.actor.ActorRef requester,
                String shardId,
                Map<org.apache.pekko.actor.ActorRef, IndexedSeq<String>> current) {
            return FutureConverters.asScala(CompletableFuture.completedFuture(requester));
        }

        @Override
        public Future<Set<String>> rebalance(
                Map<org.apache.pekko.actor.ActorRef, IndexedSeq<String>> current,
                Set<String> underWay) {
            return FutureConverters.asScala(CompletableFuture.completedFuture(Set.of()));
        }
    }
}
