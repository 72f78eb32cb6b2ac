package org.colloquy.actors.node;

import java.util.concurrent.CompletionStage;
import org.colloquy.actors.coordination.RunResult;

/** A run that is under way. */
public interface RunHandle {

    /** Completes, always normally, when the log is closed and the actors are gone. */
    CompletionStage<RunResult> result();

    /** Asks the run to end at the last section that is recorded; may be called at any time. */
    void stop();
}
