package org.colloquy.actors.cluster.message;

import org.colloquy.wire.WireMessage;

/** What a cell hears of its results. */
public sealed interface ToCell extends WireMessage {

    /** The job's outcome is known; it need not be sent again. */
    record Receipt(long job) implements ToCell {}
}
