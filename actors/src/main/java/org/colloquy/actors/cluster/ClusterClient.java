package org.colloquy.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.FromFront;
import org.colloquy.actors.cluster.message.ToFront;
import org.slf4j.LoggerFactory;

/**
 * Talks to a cluster without being a member of it: asks one node, and when that does not answer the
 * next.
 */
public final class ClusterClient implements AutoCloseable {

    /** How long one node may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final ActorSystem<Void> system;
    private final List<String> nodes;
    private int current;

    /** Nobody answered. */
    public static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreachableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param nodes each {@code HOST:PORT}
     * @param own settings above all others, such as those of TLS
     * @throws IllegalArgumentException if a node is named otherwise
     */
    public ClusterClient(List<String> nodes, Config own) {
        this.nodes = List.copyOf(nodes);
        nodes.forEach(ClusterSettings::address);
        LoggerFactory.getLogger(ClusterClient.class);
        Config settings =
                ClusterSettings.of(
                                own.withFallback(
                                        ConfigFactory.parseString(
                                                "colloquy.cluster { port = 0, seeds = [] }")),
                                1)
                        .pekko();
        this.system = ActorSystem.create(Behaviors.empty(), ClusterSettings.SYSTEM, settings);
    }

    /** Runs a scenario, unless that was asked before. */
    public FromFront.Progress submit(String run, String scenario, boolean training) {
        return ask(
                FromFront.Progress.class,
                replyTo -> new ToFront.Submit(run, scenario, training, replyTo));
    }

    /** How far a run is. */
    public FromFront.Progress inquire(String run) {
        return ask(FromFront.Progress.class, replyTo -> new ToFront.Inquire(run, replyTo));
    }

    /** Asks for a run's end; its progress tells when it has come. */
    public void stop(String run) {
        front(nodes.get(current)).tell(new ToFront.Stop(run));
    }

    /** How the cluster stands. */
    public FromFront.Standing look() {
        return ask(FromFront.Standing.class, ToFront.Look::new);
    }

    private <A extends FromFront> A ask(
            Class<A> type, Function<ActorRef<FromFront>, ToFront> question) {
        for (int tries = 1; ; tries++) {
            try {
                return type.cast(
                        AskPattern.<ToFront, FromFront>ask(
                                        front(nodes.get(current)),
                                        question::apply,
                                        PATIENCE,
                                        system.scheduler())
                                .toCompletableFuture()
                                .join());
            } catch (CompletionException silence) {
                current = (current + 1) % nodes.size();
                if (tries >= nodes.size()) {
                    throw new UnreachableException(
                            "none of " + String.join(", ", nodes) + " answers", silence);
                }
            }
        }
    }

    private ActorRef<ToFront> front(String node) {
        return ActorRefResolver.get(system)
                .resolveActorRef(ClusterSettings.address(node) + "/user/" + Front.NAME);
    }

    @Override
    public void close() {
        system.terminate();
    }
}
