package org.colloquy.actors.cluster.message;

import java.util.List;
import org.colloquy.actors.cluster.protocol.Batch;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.wire.WireMessage;

/**
 * Jobs for one cell, by Pekko's work pulling.
 *
 * @param weights that all of them are to be done with; nothing of policies that have not learned
 */
public record Order(Batch<Job> batch, List<WeightsId> weights) implements WireMessage {
    public Order {
        weights = List.copyOf(weights);
    }
}
