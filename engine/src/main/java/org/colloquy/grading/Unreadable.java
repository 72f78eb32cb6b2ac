package org.colloquy.grading;

/** Text that is no mathematics that we read; never leaves this package. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1;

    Unreadable(String reason) {
        super(reason, null, false, false);
    }
}
