package org.colloquy.actors.model;

import org.colloquy.model.Outcome;

/** What the asker of a completion gets back with it, so that it need not remember its requests. */
public interface Errand<R> {

    /** The reply to send when the request has ended. */
    R answered(Outcome outcome);
}
