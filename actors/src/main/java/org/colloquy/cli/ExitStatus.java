package org.colloquy.cli;

/** What the process says to its caller; docs/commands.md explains each. */
final class ExitStatus {

    /** All went well. */
    static final int WELL = 0;

    /** The run failed, or some of its dialogues did. */
    static final int FAILED = 1;

    /** The command line or the scenario cannot be used as written. */
    static final int BAD_USAGE = 2;

    /** A replay diverged, or a record is missing, torn or altered. */
    static final int DIVERGED = 3;

    /** Ctrl-C ended it. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
