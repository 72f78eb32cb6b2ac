package org.colloquy.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint is not as it was written. */
final class DamagedCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    DamagedCheckpointException(Path folder, String reason) {
        super(folder + " is damaged: " + reason);
    }
}
