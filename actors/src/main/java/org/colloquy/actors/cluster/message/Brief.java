package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.log.InteractionEvent.Participant;

/**
 * All that a node must know of a run to work for it.
 *
 * @param run its id
 * @param incarnation how often the run was begun or gone on with, from 1
 * @param engineVersion that the coordinator's node has; a node of another one does not work for it
 * @param scenario resolved, as JSON, with {@code train} if the run trains
 * @param agents what answers for each; a node whose models are others does not work for the run
 * @param cells how many replicas of the cast a node has
 */
public record Brief(
        String run,
        int incarnation,
        String engineVersion,
        String scenario,
        List<Participant> agents,
        int cells) {
    public Brief {
        agents = List.copyOf(agents);
    }
}
