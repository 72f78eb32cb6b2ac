package org.colloquy.actors.coordination;

/**
 * How a run ended.
 *
 * @param failedDialogues of the whole run so far
 * @param unanswered questions for abilities and difficulties that got no answer in this process
 * @param reason why the run failed, or why the last of these got none; empty if all went well
 */
public record RunResult(Status status, int failedDialogues, int unanswered, String reason) {

    public enum Status {
        /** The log is whole, though dialogues may have failed. */
        FINISHED,
        /** Stopped on request at a section's end; can be resumed. */
        INTERRUPTED,
        /** Stopped by itself; what was recorded can be resumed. */
        FAILED
    }

    /** Whether all went well. */
    public boolean well() {
        return status == Status.FINISHED && failedDialogues == 0 && unanswered == 0;
    }
}
