package org.colloquy.actors.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.Brief;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.Venue;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.Abroad;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.log.RunLease;
import org.colloquy.scenario.ResolvedScenario;

/**
 * Leads one run from this node: its guardian is a child of the leader's, its work is dispatched.
 */
final class ClusterAbroad implements Abroad {

    private final ActorContext<?> leader;
    private final LedRun.Site site;
    private final Path folder;
    private Optional<RunLease> lease = Optional.empty();
    private Optional<ActorRef<Dispatch.Command>> dispatch = Optional.empty();

    /**
     * Used by the leader's thread alone, but for {@link #leads} and what the guardian calls.
     *
     * @param leader whose children the run's actors are
     */
    ClusterAbroad(ActorContext<?> leader, LedRun.Site site, Path folder) {
        this.leader = leader;
        this.site = site;
        this.folder = folder;
    }

    @Override
    public <C> ActorRef<C> host(Behavior<C> root, Runnable gone) {
        lease();
        ActorRef<C> hosted = leader.spawnAnonymous(root);
        leader.spawnAnonymous(
                Behaviors.setup(
                        context -> {
                            context.watch(hosted);
                            return Behaviors.receiveSignal(
                                    (watcher, signal) -> {
                                        if (signal instanceof Terminated) {
                                            gone.run();
                                            return Behaviors.stopped();
                                        }
                                        return Behaviors.same();
                                    });
                        }));
        return hosted;
    }

    @Override
    public synchronized Work work(
            ActorContext<?> context, RunPlan plan, List<Participant> agents, Patience patience) {
        RunLease mine = lease();
        Brief brief =
                new Brief(
                        String.valueOf(folder.getFileName()),
                        mine.incarnation(),
                        site.engineVersion(),
                        ResolvedScenario.write(plan.scenario()),
                        agents,
                        site.cells());
        int inFlight = Math.max(site.inFlight(), NodeSettings.inFlight(plan.scenario()));
        int bound = inFlight + 9 * AwaySurvey.PARTS;
        ActorRef<Dispatch.Command> work =
                context.spawn(Dispatch.create(brief, bound, Dispatch.BATCH), "dispatch");
        context.watch(work);
        dispatch = Optional.of(work);
        return new DispatchedWork(work, new Elsewhere(work, patience));
    }

    private record DispatchedWork(ActorRef<Dispatch.Command> dispatch, Venue venue)
            implements Work {
        @Override
        public Behavior<ModelServer.Command> publisher(String policy) {
            return Publisher.create(policy, dispatch);
        }
    }

    /** Taken when it is first asked for. */
    synchronized RunLease lease() {
        if (lease.isEmpty()) {
            try {
                lease = Optional.of(RunLease.take(folder, site.node()));
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return lease.get();
    }

    @Override
    public boolean leads() {
        return lease().holds();
    }

    /** Known once the run's guardian has begun. */
    synchronized Optional<ActorRef<Dispatch.Command>> dispatch() {
        return dispatch;
    }
}
