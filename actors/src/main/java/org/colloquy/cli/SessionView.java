package org.colloquy.cli;

import java.nio.file.Path;
import java.util.List;
import org.colloquy.actors.recording.RunListener;

/** Shows a run while it goes, and sums it up. */
interface SessionView extends RunListener, AutoCloseable {

    /**
     * What the run came to.
     *
     * @param run its directory
     * @param status finished, interrupted or failed
     * @param digest of the log; empty while it is not whole
     */
    SessionSummary summary(Path run, String status, String digest);

    /** What its user should know and change, a sentence each. */
    default List<String> warnings() {
        return List.of();
    }

    @Override
    void close();
}
