package org.colloquy.actors.node;

import org.colloquy.actors.recording.RunListener;

/**
 * What a run needs besides its scenario.
 *
 * @param engineVersion for the log's header
 */
public record Launch(
        String engineVersion, NodeSettings settings, ModelSource models, RunListener listener) {}
