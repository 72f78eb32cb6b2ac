package org.colloquy.actors.cluster.message;

import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.wire.WireMessage;

/** What a node's worker hears of the run that it works for. */
public sealed interface ToWorker extends WireMessage {

    /** What the run is, in answer to {@link ToDispatch.Enlist}. */
    record Briefed(Brief brief) implements ToWorker {}

    /** A part of some weights. */
    @SuppressWarnings("ArrayRecordComponent") // weights are large and nobody changes them
    record Chunk(WeightsId weights, int offset, byte[] bytes) implements ToWorker {}
}
