package org.colloquy.actors.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.slf4j.LoggerFactory;

/** One node of a cluster: what it spawns follows from its roles. */
public final class ClusterNode implements AutoCloseable {

    private final ActorSystem<Void> system;

    private ClusterNode(ActorSystem<Void> system) {
        this.system = system;
    }

    /** Starts listening and joins; returns before the node is a member. */
    public static ClusterNode start(ClusterSettings settings, String engineVersion) {
        LoggerFactory.getLogger(ClusterNode.class);
        return new ClusterNode(
                ActorSystem.create(
                        root(settings, engineVersion), ClusterSettings.SYSTEM, settings.pekko()));
    }

    private static Behavior<Void> root(ClusterSettings settings, String engineVersion) {
        return Behaviors.setup(
                context -> {
                    Cluster cluster = Cluster.get(context.getSystem());
                    if (settings.seeds().isEmpty()) {
                        cluster.manager().tell(Join.create(cluster.selfMember().address()));
                    }
                    String node = nameOf(cluster);
                    ActorRef<Lead.Command> lead = lead(context, settings, node, engineVersion);
                    context.spawn(Front.create(lead), Front.NAME);
                    if (settings.roles().contains(ClusterSettings.WORKER)) {
                        Seat.init(context.getSystem(), ClusterSettings.WORKER);
                        context.spawn(
                                Recruiter.create(node, engineVersion, settings.node()),
                                "recruiter");
                    }
                    return Behaviors.empty();
                });
    }

    private static ActorRef<Lead.Command> lead(
            ActorContext<Void> context,
            ClusterSettings settings,
            String node,
            String engineVersion) {
        LedRun.Site site =
                new LedRun.Site(
                        settings.runs(),
                        node,
                        engineVersion,
                        settings.node(),
                        settings.cells(),
                        settings.inFlight());
        return ClusterSingleton.get(context.getSystem())
                .init(
                        SingletonActor.of(Lead.create(site), "lead")
                                .withProps(DispatcherSelector.blocking())
                                .withStopMessage(Lead.HandOver.NOW)
                                .withSettings(
                                        ClusterSingletonSettings.create(context.getSystem())
                                                .withRole(ClusterSettings.COORDINATOR)));
    }

    static String nameOf(Cluster cluster) {
        return cluster.selfMember().address().getHost().orElse("")
                + ":"
                + cluster.selfMember().address().getPort().orElse(0);
    }

    /** Done when the node is a member that others count on. */
    public CompletionStage<Done> up() {
        CompletableFuture<Done> up = new CompletableFuture<>();
        org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(system))
                .registerOnMemberUp(() -> up.complete(Done.done()));
        return up;
    }

    /** {@code HOST:PORT}, as others find it. */
    public String name() {
        return nameOf(Cluster.get(system));
    }

    /** Leaves the cluster in good order: runs that this node leads go on elsewhere. */
    public CompletionStage<Done> leave() {
        return CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
    }

    /** Done when the node has left, or was taken out of the cluster by the others. */
    public CompletionStage<Done> ended() {
        return system.getWhenTerminated();
    }

    /** Whether the node was taken out of the cluster, or went out because it is in the minority. */
    public boolean isDowned() {
        return CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(reason -> reason == CoordinatedShutdown.clusterDowningReason())
                .isPresent();
    }

    @Override
    public void close() {
        leave().toCompletableFuture().join();
    }
}
