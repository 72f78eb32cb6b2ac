package org.colloquy.actors.cluster.message;

import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.cluster.protocol.WeightsReceiver.Range;
import org.colloquy.wire.WireMessage;

/** What workers and cells tell the one who gives out a run's work. */
public sealed interface ToDispatch extends WireMessage {

    /** A node wants to work for the run; answered with a {@link Brief}. */
    record Enlist(String node, ActorRef<ToWorker> worker) implements ToDispatch {}

    /** A node cannot work for the run, and why. */
    record Unfit(String node, String reason) implements ToDispatch {}

    /** How a node stands; comes now and then. */
    record Doing(String node, NodeLoad load) implements ToDispatch {}

    /** The outcome of a job; sent until there is a {@link ToCell.Receipt}. */
    record Result(long job, Outcome outcome, ActorRef<ToCell> cell) implements ToDispatch {}

    /** Whether a job's outcome is known; if so there is a {@link ToCell.Receipt}. */
    record Known(long job, ActorRef<ToCell> cell) implements ToDispatch {}

    /** An outcome that cannot be: a bug ended the work on a batch. */
    record Broken(String node, String reason) implements ToDispatch {}

    /**
     * A part of some weights is wanted; answered with a {@link ToWorker.Chunk}, if there is one.
     */
    record WeightsWanted(WeightsId weights, Range range, ActorRef<ToWorker> worker)
            implements ToDispatch {}
}
