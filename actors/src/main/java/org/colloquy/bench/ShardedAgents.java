package org.colloquy.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.Voice;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.model.Sampling;
import org.colloquy.model.SimulatedModel;

/**
 * Agents as entities of Cluster Sharding whose shard is a hash, as for a cast that is very large.
 */
final class ShardedAgents {

    private static final EntityTypeKey<Agent.Command> KEY =
            EntityTypeKey.create(Agent.Command.class, "bench-agent");
    private static final int UNDER_WAY = 2_000;
    private static final int COLLECTIONS = 4;
    private static final long SETTLING_MILLIS = 200;
    private static final long LIMIT_MINUTES = 20;

    private final ActorSystem<?> system;
    private final ActorRef region;

    private ShardedAgents(ActorSystem<?> system, ActorRef region) {
        this.system = system;
        this.region = region;
    }

    /** Every node of the cluster calls it once. */
    static ShardedAgents open(ActorSystem<?> system) {
        Voice voice = new Voice(1, new TranscriptPrompts(), Sampling.greedy(8));
        org.apache.pekko.actor.typed.ActorRef<ModelServer.Command> model =
                system.systemActorOf(
                        ModelServer.create(
                                new SimulatedModel(0), new ModelServer.Bounds(64, UNDER_WAY)),
                        "bench-model",
                        org.apache.pekko.actor.typed.Props.empty());
        return new ShardedAgents(
                system,
                Adapter.toClassic(
                        ClusterSharding.get(system)
                                .init(
                                        Entity.of(
                                                KEY,
                                                entity ->
                                                        Agent.create(
                                                                new AgentName(entity.getEntityId()),
                                                                "",
                                                                voice,
                                                                model)))));
    }

    /** Starts so many agents, wherever their shards are; returns when all are alive. */
    void start(int count) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        ((ExtendedActorSystem) Adapter.toClassic(system))
                .systemActorOf(
                        Props.create(Starter.class, () -> new Starter(region, count, done)),
                        "bench-starter");
        done.orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES).join();
    }

    /** Heap of this JVM's live objects, as far as the collector tells. */
    long usedBytes() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            System.gc();
            try {
                TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Asks for the agents one after the other, some at a time. */
    private static final class Starter extends AbstractActor {
        private final ActorRef region;
        private final int count;
        private final CompletableFuture<Integer> done;
        private int asked;
        private int alive;

        Starter(ActorRef region, int count, CompletableFuture<Integer> done) {
            this.region = region;
            this.count = count;
            this.done = done;
        }

        @Override
        public void preStart() {
            while (asked < Math.min(count, UNDER_WAY)) {
                ask();
            }
        }

        private void ask() {
            region.tell(new ShardRegion.StartEntity("a" + asked++), self());
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            ShardRegion.StartEntityAck.class,
                            ack -> {
                                alive++;
                                if (asked < count) {
                                    ask();
                                }
                                if (alive == count) {
                                    done.complete(alive);
                                    context().stop(self());
                                }
                            })
                    .build();
        }
    }
}
