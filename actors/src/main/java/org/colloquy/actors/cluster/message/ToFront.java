package org.colloquy.actors.cluster.message;

import org.apache.pekko.actor.typed.ActorRef;
import org.colloquy.wire.WireMessage;

/** What a node is asked from outside the cluster; any node will do. */
public sealed interface ToFront extends WireMessage {

    /**
     * Runs a scenario, unless that was asked before; answered with a {@link FromFront.Progress}.
     *
     * @param run a new id, the name of the run's directory
     * @param scenario resolved, as JSON, with {@code train} if it is to be trained
     */
    record Submit(String run, String scenario, boolean training, ActorRef<FromFront> replyTo)
            implements ToFront {}

    /** How far a run is; answered with a {@link FromFront.Progress}. */
    record Inquire(String run, ActorRef<FromFront> replyTo) implements ToFront {}

    /** Ends a run at the last section that is recorded. */
    record Stop(String run) implements ToFront {}

    /** How the cluster stands; answered with a {@link FromFront.Standing}. */
    record Look(ActorRef<FromFront> replyTo) implements ToFront {}
}
