package org.colloquy.actors.recording;

import java.io.IOException;
import java.util.List;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.LogWriter;
import org.colloquy.log.Timings;
import org.colloquy.log.Timings.Timing;

/** Writes sections into a log, and times into the file beside it. */
public final class LogSink implements SectionSink {

    private final LogWriter writer;
    private final Timings times;
    private boolean closed;

    /** Owns both. */
    public LogSink(LogWriter writer, Timings times) {
        this.writer = writer;
        this.times = times;
    }

    @Override
    public void append(List<InteractionEvent> sections) throws IOException {
        writer.append(sections);
    }

    @Override
    public void time(List<Timing> timings) throws IOException {
        for (Timing timing : timings) {
            times.append(timing);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (times) {
                writer.close();
            }
        }
    }
}
