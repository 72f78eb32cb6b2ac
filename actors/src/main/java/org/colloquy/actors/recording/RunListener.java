package org.colloquy.actors.recording;

import java.util.List;
import org.colloquy.log.InteractionEvent;

/** Watches a run; called from one thread at a time, in the log's order. */
@FunctionalInterface
public interface RunListener {

    RunListener NOBODY = section -> {};

    /** A section has been recorded; a slow listener slows the run down. */
    void recorded(List<InteractionEvent> section);

    /** A recorded iteration has been learned from again; all before the first section. */
    default void relearned(int iteration) {}

    /**
     * An event was found in the log of a run that is gone on with; all before the first section.
     */
    default void recovered(InteractionEvent event) {}
}
