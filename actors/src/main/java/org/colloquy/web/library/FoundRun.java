package org.colloquy.web.library;

import java.nio.file.Path;
import java.util.Optional;
import org.colloquy.log.RunManifest;

/**
 * A run directory below the viewer's folder.
 *
 * @param id its path from the folder, with {@code /} between parts; its own name if it is the
 *     folder
 * @param manifest empty if {@code run.json} cannot be read
 * @param problem why not; empty if it can
 * @param standing {@code running}, {@code resumable}, {@code finished}, {@code failed} or {@code
 *     unreadable}
 * @param lastWritten of its log, milliseconds since the epoch; 0 if there is none
 */
public record FoundRun(
        String id,
        Path path,
        Optional<RunManifest> manifest,
        String problem,
        String standing,
        long logBytes,
        long lastWritten) {

    public boolean isRunning() {
        return standing.equals(RUNNING);
    }

    static final String RUNNING = "running";
    static final String RESUMABLE = "resumable";
    static final String FINISHED = "finished";
    static final String FAILED = "failed";
    static final String UNREADABLE = "unreadable";
}
