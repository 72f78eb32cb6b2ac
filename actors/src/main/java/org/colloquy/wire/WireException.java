package org.colloquy.wire;

import java.io.NotSerializableException;

/**
 * Bytes that are no message of this build; what says so ends with what to do, where there is
 * something.
 */
public final class WireException extends NotSerializableException {

    private static final long serialVersionUID = 1;

    WireException(String reason) {
        super(reason);
    }

    WireException(String reason, Throwable cause) {
        super(reason);
        initCause(cause);
    }
}
