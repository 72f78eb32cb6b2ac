package org.colloquy.actors.remote;

import java.time.Duration;
import java.util.Optional;

/** A try that got no answer; the message says why, and never holds the key. */
final class EndpointException extends Exception {

    private static final long serialVersionUID = 1;

    /** Whether another try could go better. */
    enum Kind {
        /** The endpoint has trouble or is too busy. */
        PASSING,
        /** The request will not be answered, whoever asks again. */
        LASTING
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param retryAfter how long the endpoint asks to be left alone
     */
    EndpointException(Kind kind, String reason, Optional<Duration> retryAfter) {
        super(reason);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    static EndpointException passing(String reason) {
        return new EndpointException(Kind.PASSING, reason, Optional.empty());
    }

    static EndpointException lasting(String reason) {
        return new EndpointException(Kind.LASTING, reason, Optional.empty());
    }

    boolean passing() {
        return kind == Kind.PASSING;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
