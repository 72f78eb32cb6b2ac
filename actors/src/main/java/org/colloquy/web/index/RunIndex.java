package org.colloquy.web.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.colloquy.log.LogException;
import org.colloquy.log.LogPosition;
import org.colloquy.log.LogProblem;
import org.colloquy.log.LogReader;
import org.colloquy.log.Recorded;

/**
 * A log's index: rows of its questions and dialogues in files of their own, and an {@link Outline}.
 *
 * <p>One thread at a time reads the log on, checking the hash of every record; others see what was
 * there when the outline that they have was published. After a restart the reading goes on where
 * the saved outline ends. Where the log is not the one that was read before, it starts anew.
 */
public final class RunIndex implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OUTLINE = "outline.json";
    private static final long PUBLISH_NANOS = 100_000_000;
    private static final long SAVE_NANOS = 5_000_000_000L;
    private static final int RECORDS_BETWEEN_LOOKS = 64;

    private final Path folder;
    private final Path log;
    private final ReentrantLock reading = new ReentrantLock();
    private final RowFile questions;
    private final RowFile dialogues;
    private LogIndexer indexer;
    private boolean inherited;
    private long savedNanos = System.nanoTime();
    private volatile Snapshot snapshot;

    /**
     * What readers see.
     *
     * @param bytes of the log when it was last looked at
     * @param problem what is wrong with the log behind the outline; empty if nothing is
     * @param torn whether the file ended within a record
     */
    public record Snapshot(Outline outline, long bytes, Optional<String> problem, boolean torn) {

        /** Whether all that is whole was read. */
        public boolean current() {
            return torn || problem.isPresent() || bytes == outline.offset();
        }
    }

    private RunIndex(Path folder, Path log, int agents, Outline from) throws IOException {
        this.folder = folder;
        this.log = log;
        questions =
                RowFile.open(folder.resolve("questions.rows"), QuestionRow.WIDTH, from.questions());
        dialogues =
                RowFile.open(
                        folder.resolve("dialogues.rows"),
                        DialogueRow.width(agents),
                        from.dialogues());
        indexer = new LogIndexer(questions, dialogues, from);
        inherited = from.seq() > 0;
        snapshot = new Snapshot(from, from.offset(), Optional.empty(), false);
    }

    /**
     * Opens what an earlier viewer left in {@code folder}, or starts with nothing.
     *
     * @param folder of this index alone
     * @param agents how many the run has
     */
    public static RunIndex open(Path folder, Path log, int agents) throws IOException {
        Files.createDirectories(folder);
        try {
            Outline saved = saved(folder);
            boolean fits = saved.agents().isEmpty() || saved.agents().size() == agents;
            return new RunIndex(folder, log, agents, fits ? saved : Outline.EMPTY);
        } catch (EOFException cutShort) {
            return new RunIndex(folder, log, agents, Outline.EMPTY);
        }
    }

    private static Outline saved(Path folder) throws IOException {
        try {
            Outline outline =
                    JSON.readValue(Files.readAllBytes(folder.resolve(OUTLINE)), Outline.class);
            return outline.format() == Outline.FORMAT ? outline : Outline.EMPTY;
        } catch (NoSuchFileException | JsonProcessingException none) {
            return Outline.EMPTY;
        }
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public Path log() {
        return log;
    }

    /** The rows as of a snapshot. */
    public Rows rows(Snapshot at) {
        return new Rows(questions, dialogues, at.outline());
    }

    /**
     * Reads the log on to its present end, unless another thread is doing so.
     *
     * @param goOn asked now and then; false ends the reading early
     * @throws NoSuchFileException if the log is gone
     */
    public void advance(BooleanSupplier goOn) throws IOException {
        if (!reading.tryLock()) {
            return;
        }
        try {
            long bytes = Files.size(log);
            if (bytes < indexer.outline().offset()) {
                startAnew();
            }
            if (bytes == snapshot.bytes() && snapshot.current()) {
                return;
            }
            try {
                read(bytes, goOn);
            } catch (LogException unsound) {
                if (!inherited) {
                    throw unsound;
                }
                startAnew();
                read(bytes, goOn);
            }
        } catch (LogException unsound) {
            publish(
                    snapshot.bytes(),
                    Optional.of(String.valueOf(unsound.getMessage())),
                    unsound.problem() instanceof LogProblem.Torn);
        } finally {
            reading.unlock();
        }
    }

    private void read(long bytes, BooleanSupplier goOn) throws IOException {
        publish(bytes, Optional.empty(), false);
        LogPosition before = indexer.outline().position();
        // The section that an earlier reading stopped in is read again from its start.
        indexer = new LogIndexer(questions, dialogues, indexer.outline());
        long published = System.nanoTime();
        try (LogReader reader = LogReader.open(log, before)) {
            for (Optional<Recorded> next = reader.next(); next.isPresent(); next = reader.next()) {
                LogPosition after = LogPosition.after(next.get());
                accept(next.get(), before, after);
                inherited = false;
                before = after;
                if (after.seq() % RECORDS_BETWEEN_LOOKS == 0
                        && System.nanoTime() - published > PUBLISH_NANOS) {
                    publish(Math.max(bytes, after.offset()), Optional.empty(), false);
                    published = System.nanoTime();
                    if (!goOn.getAsBoolean()) {
                        return;
                    }
                }
            }
            publish(before.offset(), Optional.empty(), false);
            save();
        } catch (LogException unsound) {
            if (!(unsound.problem() instanceof LogProblem.Torn)) {
                throw unsound;
            }
            publish(bytes, Optional.empty(), true);
            save();
        }
    }

    /** What no run writes, though its hashes fit, is told like any other damage. */
    private void accept(Recorded record, LogPosition before, LogPosition after) throws IOException {
        try {
            indexer.accept(record.event(), before, after);
        } catch (IllegalArgumentException | IndexOutOfBoundsException misplaced) {
            throw new LogException(
                    new LogProblem.Misplaced(record.seq(), String.valueOf(misplaced.getMessage())),
                    misplaced);
        }
    }

    private void startAnew() throws IOException {
        questions.truncate();
        dialogues.truncate();
        indexer = new LogIndexer(questions, dialogues, Outline.EMPTY);
        inherited = false;
        publish(0, Optional.empty(), false);
    }

    private void publish(long bytes, Optional<String> problem, boolean torn) throws IOException {
        questions.flush();
        dialogues.flush();
        snapshot = new Snapshot(indexer.outline(), bytes, problem, torn);
        if (System.nanoTime() - savedNanos > SAVE_NANOS) {
            save();
        }
    }

    private void save() throws IOException {
        questions.force();
        dialogues.force();
        Path part = folder.resolve(OUTLINE + ".part");
        Files.write(part, JSON.writeValueAsBytes(indexer.outline()));
        Files.move(
                part,
                folder.resolve(OUTLINE),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        savedNanos = System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        questions.close();
        dialogues.close();
    }
}
