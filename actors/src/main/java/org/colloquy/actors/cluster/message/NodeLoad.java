package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.actors.cluster.protocol.WeightsId;

/**
 * How a worker stands.
 *
 * @param cells that are open
 * @param agents in them
 * @param running jobs under way
 * @param unreceipted outcomes that the coordinator may not have
 * @param dialogues done since the node began to work for the run
 * @param tokens of these dialogues
 * @param weights that its models speak by, where they are not the first ones
 */
public record NodeLoad(
        int cells,
        int agents,
        int running,
        int unreceipted,
        long dialogues,
        long tokens,
        List<WeightsId> weights) {
    public NodeLoad {
        weights = List.copyOf(weights);
    }
}
