package org.colloquy.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionLog;
import org.colloquy.log.LogFormat;
import org.colloquy.log.LogReader;
import org.colloquy.log.LogWriter;
import org.colloquy.log.Recorded;

/**
 * Writes and verifies one log of full dialogues in both formats, beside writing the same bytes,
 * section by section, to a plain channel. Each writing ends with the bytes on the disk.
 */
public final class LogBench implements Benchmark {

    private static final int DIALOGUES = 400;
    private static final long WARM_UP_NANOS = 1_500_000_000L;
    private static final long SAMPLE_NANOS = 250_000_000L;
    private static final int REPEATS = 5;

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String description() {
        return "events written and verified a second, beside a raw channel write";
    }

    @Override
    public List<Figure> run(Consumer<String> progress) {
        try {
            Path folder = Files.createTempDirectory("colloquy-bench-log");
            try {
                List<List<InteractionEvent>> sections = BenchDialogues.sections(DIALOGUES);
                List<Figure> figures = new ArrayList<>();
                for (LogFormat format : LogFormat.values()) {
                    progress.accept("log: " + name(format));
                    figures.addAll(figures(format, folder.resolve(format.fileName()), sections));
                }
                return List.copyOf(figures);
            } finally {
                for (LogFormat format : LogFormat.values()) {
                    Files.deleteIfExists(folder.resolve(format.fileName()));
                }
                Files.deleteIfExists(folder.resolve("raw"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Figure> figures(
            LogFormat format, Path file, List<List<InteractionEvent>> sections) throws IOException {
        write(file, sections);
        byte[] bytes = Files.readAllBytes(file);
        List<Integer> ends = sectionEnds(file, sections);
        Path raw = file.resolveSibling("raw");
        double writeNanos = median(() -> write(file, sections));
        double rawNanos = median(() -> writeRaw(raw, bytes, ends));
        double checkNanos = median(() -> InteractionLog.check(file));
        double events = sections.stream().mapToInt(List::size).sum();
        String form = name(format);
        return List.of(
                Figure.of(form + " bytes an event", bytes.length / events, "B"),
                Figure.of(form + " written", events / writeNanos * 1e9, "events/s"),
                Figure.of(form + " written", bytes.length / writeNanos * 1e3, "MB/s"),
                Figure.of(form + " raw channel", bytes.length / rawNanos * 1e3, "MB/s"),
                Figure.of(form + " written beside raw", rawNanos / writeNanos, "ratio"),
                Figure.of(form + " verified", events / checkNanos * 1e9, "events/s"),
                Figure.of(form + " verified", bytes.length / checkNanos * 1e3, "MB/s"));
    }

    private static String name(LogFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** Work on files, which may fail. */
    private interface FileWork {
        void run() throws IOException;
    }

    private static double median(FileWork work) {
        return Timing.medianNanos(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                WARM_UP_NANOS,
                REPEATS,
                SAMPLE_NANOS);
    }

    private static void write(Path file, List<List<InteractionEvent>> sections) throws IOException {
        Files.deleteIfExists(file);
        try (LogWriter writer = LogWriter.create(file)) {
            for (List<InteractionEvent> section : sections) {
                writer.append(section);
            }
        }
    }

    private static void writeRaw(Path file, byte[] bytes, List<Integer> ends) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int from = 0;
            for (int end : ends) {
                ByteBuffer section = ByteBuffer.wrap(bytes, from, end - from);
                while (section.hasRemaining()) {
                    channel.write(section);
                }
                if (from == 0) {
                    channel.force(false);
                }
                from = end;
            }
            channel.force(true);
        }
    }

    private static List<Integer> sectionEnds(Path file, List<List<InteractionEvent>> sections)
            throws IOException {
        List<Recorded> records = LogReader.readAll(file);
        List<Integer> ends = new ArrayList<>();
        int last = -1;
        for (List<InteractionEvent> section : sections) {
            last += section.size();
            ends.add((int) records.get(last).end());
        }
        return ends;
    }
}
