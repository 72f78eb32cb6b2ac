package org.colloquy.actors.cluster.simulation;

/** A rule of the protocol that is left out on purpose, to see the simulation find it. */
enum Broken {
    /** Nothing is broken. */
    NOTHING,
    /** Each outcome that comes counts, not only a job's first. */
    EVERY_OUTCOME_COUNTS,
    /** An order is confirmed when its jobs are done, not when the coordinator has said so. */
    CONFIRM_BEFORE_RECEIPT,
    /** Outcomes are not sent again. */
    NO_RESENDING,
    /** Work begins before the weights that the order names are there. */
    ANY_WEIGHTS,
    /** Outcomes are recorded as they come. */
    RECORD_AS_IT_COMES,
    /** A coordinator that is taken for dead goes on writing into the same log. */
    NO_FENCE
}
