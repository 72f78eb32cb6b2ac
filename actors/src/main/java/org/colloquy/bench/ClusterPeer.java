package org.colloquy.bench;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.colloquy.actors.cluster.ClusterSettings;
import org.colloquy.actors.cluster.message.ToDispatch;

/**
 * The other JVM of the cluster's benchmark: answers raw messages, houses sharded agents, fetches
 * weights. It says {@code up HOST:PORT}, then obeys each line of its standard input and repeats its
 * first word with the answer.
 */
public final class ClusterPeer {

    /** While the collector counts a million agents a node is silent. */
    private static final String PATIENT =
            "pekko.cluster.failure-detector.acceptable-heartbeat-pause = 600 s";

    private ClusterPeer() {}

    /** The argument is a node to join. */
    public static void main(String[] arguments) throws IOException {
        ActorSystem<Void> system = open(arguments[0]);
        Cluster cluster = Cluster.get(Adapter.toClassic(system));
        ShardedAgents agents = ShardedAgents.open(system);
        cluster.registerOnMemberUp(() -> System.out.println("up " + name(system)));
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                System.out.println(words[0] + " " + obey(words, system, agents));
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static String obey(String[] words, ActorSystem<Void> system, ShardedAgents agents)
            throws IOException {
        return switch (words[0]) {
            case "echo" -> {
                ActorRef<ToDispatch> driver =
                        ActorRefResolver.get(system).resolveActorRef(words[1]);
                Exchange exchange = Exchange.of(Path.of(words[2]));
                yield ActorRefResolver.get(system)
                        .toSerializationFormat(
                                system.systemActorOf(
                                        RawRemoting.echo(exchange, driver), "echo", Props.empty()));
            }
            case "used" -> Long.toString(agents.usedBytes());
            case "fetch" ->
                    Long.toString(
                            WeightsTrip.fetchMillis(
                                    system,
                                    ActorRefResolver.get(system).resolveActorRef(words[1]),
                                    words[2],
                                    Integer.parseInt(words[3])));
            default -> throw new IllegalArgumentException(String.join(" ", words));
        };
    }

    /**
     * A member of the benchmark's own cluster, on a port that the system chooses.
     *
     * @param join a node of it; empty for the first
     */
    static ActorSystem<Void> open(String join) {
        ClusterSettings settings =
                ClusterSettings.of(
                        ConfigFactory.parseString(
                                "colloquy.cluster { port = 0, seeds = ["
                                        + (join.isEmpty() ? "" : "\"" + join + "\"")
                                        + "] }\n"
                                        + PATIENT),
                        1);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "colloquy", settings.pekko());
        if (join.isEmpty()) {
            Cluster cluster = Cluster.get(Adapter.toClassic(system));
            cluster.join(cluster.selfAddress());
        }
        return system;
    }

    static String name(ActorSystem<?> system) {
        return system.address().getHost().orElse("") + ":" + system.address().getPort().orElse(0);
    }
}
