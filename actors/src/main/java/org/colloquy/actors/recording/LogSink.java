package org.colloquy.actors.recording;

import java.io.IOException;
import java.util.List;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogWriter;

/** Writes sections into a log. */
public final class LogSink implements SectionSink {

    private final LogWriter writer;
    private boolean closed;

    /** Owns {@code writer}. */
    public LogSink(LogWriter writer) {
        this.writer = writer;
    }

    @Override
    public void append(List<InteractionEvent> sections) throws IOException {
        writer.append(sections);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }
}
