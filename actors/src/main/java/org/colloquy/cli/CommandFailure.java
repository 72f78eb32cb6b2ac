package org.colloquy.cli;

/** Ends a command with one line for its user: what is wrong, and what to do about it. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitStatus;
    private final String hint;

    /**
     * @param message one sentence without its final stop
     * @param hint what to do; empty for none
     */
    CommandFailure(int exitStatus, String message, String hint) {
        super(message);
        this.exitStatus = exitStatus;
        this.hint = hint;
    }

    /** The command line, or a file that it names, cannot be used as written. */
    static CommandFailure badUsage(String message, String hint) {
        return new CommandFailure(ExitStatus.BAD_USAGE, message, hint);
    }

    int exitStatus() {
        return exitStatus;
    }

    /** {@code message; hint}, on one line. */
    String line() {
        return hint.isEmpty() ? text() : text() + "; " + hint;
    }

    private String text() {
        return String.valueOf(getMessage());
    }
}
