package org.colloquy.log;

/** A record's bytes do not say what an event of its type must say. */
final class MalformedRecordException extends RuntimeException {

    MalformedRecordException(String reason) {
        super(reason);
    }

    MalformedRecordException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
