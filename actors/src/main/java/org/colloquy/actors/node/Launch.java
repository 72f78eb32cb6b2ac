package org.colloquy.actors.node;

import java.util.Optional;
import org.colloquy.actors.recording.RunListener;

/**
 * What a run needs besides its scenario.
 *
 * @param engineVersion for the log's header
 * @param abroad where the dialogues take place, if not in this JVM
 */
public record Launch(
        String engineVersion,
        NodeSettings settings,
        ModelSource models,
        RunListener listener,
        Optional<Abroad> abroad) {

    /** With a cast in this JVM. */
    public Launch(
            String engineVersion, NodeSettings settings, ModelSource models, RunListener listener) {
        this(engineVersion, settings, models, listener, Optional.empty());
    }
}
