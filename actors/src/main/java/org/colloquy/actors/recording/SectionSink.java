package org.colloquy.actors.recording;

import java.io.IOException;
import java.util.List;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.Timings.Timing;

/** Where a run's sections go, in the log's order: into a log, or beside a recorded one. */
public interface SectionSink extends AutoCloseable {

    /**
     * Takes one or more whole sections.
     *
     * @throws IOException if they could not be kept, with what to do about it
     */
    void append(List<InteractionEvent> sections) throws IOException;

    /** Takes wall-clock times, which never belong into the log. */
    default void time(List<Timing> timings) throws IOException {}

    /** Closing again does nothing. */
    @Override
    void close() throws IOException;
}
