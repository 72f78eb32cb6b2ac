package org.colloquy.actors.node;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.Venue;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.log.InteractionEvent.Participant;

/** How a run is led from here while its dialogues take place on other nodes. */
public interface Abroad {

    /**
     * Spawns what leads the run, in an actor system that others have too.
     *
     * @param gone run when it is gone
     */
    <C> ActorRef<C> host(Behavior<C> root, Runnable gone);

    /**
     * Where the dialogues take place.
     *
     * @param context of the run's guardian
     * @param agents what answers for each
     */
    Work work(ActorContext<?> context, RunPlan plan, List<Participant> agents, Patience patience);

    /** Whether this process still leads the run; another one may have taken it over. */
    boolean leads();

    /** The work of one run. */
    interface Work {
        Venue venue();

        /** Hears, in place of a model server, by which weights a policy is to speak. */
        Behavior<ModelServer.Command> publisher(String policy);
    }
}
