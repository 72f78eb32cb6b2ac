package org.colloquy.model;

import java.util.List;
import java.util.Optional;

/** Completions that advance together, one token border at a time. Not thread-safe. */
public interface CompletionBatch extends AutoCloseable {

    /** The most requests that can run at once. */
    int capacity();

    int running();

    /**
     * The request joins at the next token border.
     *
     * @throws IllegalStateException if the batch is full
     */
    void add(long ticket, CompletionRequest request);

    /** Forgets a request; a ticket that is not running is ignored. */
    void cancel(long ticket);

    /** What a running request has so far; empty where there is nothing yet, or it is not told. */
    default Optional<Partial> partial(long ticket) {
        return Optional.empty();
    }

    /** Advances every running request by one token border; returns the ended, in joining order. */
    List<Ended> step();

    @Override
    void close();
}
