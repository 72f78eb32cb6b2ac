package org.colloquy.actors.model;

import java.util.Optional;
import org.colloquy.model.Outcome;
import org.colloquy.model.Partial;

/** What the asker of a completion gets back with it, so that it need not remember its requests. */
public interface Errand<R> {

    /** The reply to send when the request has ended. */
    R answered(Outcome outcome);

    /** Whether the asker wants to hear of every token. */
    default boolean follows() {
        return false;
    }

    /** The message to send on a token, to one who follows. */
    default Optional<R> progressed(Partial partial) {
        return Optional.empty();
    }
}
