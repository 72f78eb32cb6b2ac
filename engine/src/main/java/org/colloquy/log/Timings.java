package org.colloquy.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends wall-clock times to {@code timings.jsonl}, apart from the log, which must not hold any.
 * Nothing reads it back; a torn last line does no harm. Not thread-safe.
 */
public final class Timings implements AutoCloseable {

    static final String FILE = "timings.jsonl";

    private static final RecordShape<Timing> SHAPE = new RecordShape<>(Timing.class);

    private final OutputStream out;
    private final CanonicalJson json = new CanonicalJson();

    private Timings(OutputStream out) {
        this.out = out;
    }

    /**
     * How long something took.
     *
     * @param what such as turn or dialogue
     * @param id of it, as in the log
     * @param agent who did it; empty if nobody in particular
     * @param startMillis since the epoch
     */
    public record Timing(
            String what, String id, String agent, long startMillis, long micros, int tokens) {}

    static Timings open(Path run) throws IOException {
        return new Timings(
                new BufferedOutputStream(
                        Files.newOutputStream(
                                run.resolve(FILE),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND)));
    }

    public void append(Timing timing) throws IOException {
        json.clear();
        SHAPE.write(timing, json);
        json.mark('\n');
        out.write(json.array(), 0, json.length());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
