package org.colloquy.actors.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.node.NodeSettings;

/** Has a {@link Worker} on this node for each run that there is work for, as long as there is. */
final class Recruiter extends AbstractMatchingBehavior<Recruiter.Command> {

    sealed interface Command {}

    private record Listed(Receptionist.Listing listing) implements Command {}

    private final String node;
    private final String engineVersion;
    private final NodeSettings settings;
    private final Map<ActorRef<ToDispatch>, ActorRef<Worker.Command>> workers = new HashMap<>();

    static Behavior<Command> create(String node, String engineVersion, NodeSettings settings) {
        return Behaviors.setup(
                context -> {
                    context.getSystem()
                            .receptionist()
                            .tell(
                                    Receptionist.subscribe(
                                            Dispatch.KEY,
                                            context.messageAdapter(
                                                    Receptionist.Listing.class, Listed::new)));
                    return new Recruiter(context, node, engineVersion, settings);
                });
    }

    private Recruiter(
            ActorContext<Command> context,
            String node,
            String engineVersion,
            NodeSettings settings) {
        super(context);
        this.node = node;
        this.engineVersion = engineVersion;
        this.settings = settings;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Listed listed -> onListing(listed.listing().getAllServiceInstances(Dispatch.KEY));
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> {
                getContext().getLog().error("a bug in a worker", failed.getCause());
                yield forget(failed.getRef());
            }
            case Terminated gone -> forget(gone.getRef());
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onListing(Set<ActorRef<ToDispatch>> runs) {
        for (ActorRef<ToDispatch> run : runs) {
            if (!workers.containsKey(run)) {
                ActorRef<Worker.Command> worker =
                        getContext()
                                .spawnAnonymous(
                                        Worker.create(node, engineVersion, settings, run),
                                        DispatcherSelector.blocking());
                getContext().watch(worker);
                workers.put(run, worker);
            }
        }
        Map.copyOf(workers)
                .forEach(
                        (run, worker) -> {
                            if (!runs.contains(run)) {
                                workers.remove(run);
                                getContext().stop(worker);
                            }
                        });
        return this;
    }

    private Behavior<Command> forget(ActorRef<Void> gone) {
        workers.values().removeIf(worker -> worker.equals(gone));
        return this;
    }
}
