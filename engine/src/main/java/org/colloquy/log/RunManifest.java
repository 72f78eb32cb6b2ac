package org.colloquy.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run.json} says of a run.
 *
 * @param id the last part of the directory's name
 * @param started wall-clock time in ISO 8601, for people; never in the log
 * @param scenario resolved, as in the log
 * @param log name of the log file in the run directory
 * @param digest of the whole log; empty until it is whole
 */
public record RunManifest(
        int formatVersion,
        String id,
        String started,
        String engineVersion,
        String javaVersion,
        String name,
        long seed,
        RunStatus status,
        String log,
        Optional<String> digest,
        List<InteractionEvent.Participant> agents,
        JsonText scenario) {

    static final String FILE = "run.json";

    private static final RecordShape<RunManifest> SHAPE = new RecordShape<>(RunManifest.class);

    public RunManifest {
        agents = List.copyOf(agents);
        if (Arrays.stream(LogFormat.values()).noneMatch(each -> each.fileName().equals(log))) {
            throw new IllegalArgumentException("'" + log + "' is no name of a log");
        }
    }

    /** Where a run stands. */
    public enum RunStatus {
        /** Being written, or killed while it was. */
        RUNNING,
        /** Stopped before its end, in good order. */
        INTERRUPTED,
        FINISHED,
        /** Ended, with dialogues that failed, or given up. */
        FAILED
    }

    public RunManifest with(RunStatus next, Optional<LogDigest> whole) {
        return new RunManifest(
                formatVersion,
                id,
                started,
                engineVersion,
                javaVersion,
                name,
                seed,
                next,
                log,
                whole.map(LogDigest::hex),
                agents,
                scenario);
    }

    /**
     * The manifest in a run directory.
     *
     * @throws LogException if there is none, or it cannot be read
     */
    public static RunManifest read(Path run) throws IOException {
        Path file = run.resolve(FILE);
        byte[] bytes = bytes(run, file);
        try (JsonCursor json = new JsonCursor(bytes, 0, bytes.length)) {
            RunManifest manifest = SHAPE.read(json);
            json.end();
            if (manifest.formatVersion() != InteractionLog.FORMAT_VERSION) {
                throw new LogException(
                        new LogProblem.BadRun(
                                file + " has format version " + manifest.formatVersion(),
                                "use the version of colloquy that wrote it"));
            }
            return manifest;
        } catch (MalformedRecordException e) {
            throw new LogException(
                    new LogProblem.BadRun(
                            file + " cannot be read: " + e.getMessage(),
                            "restore it; the log beside it is what counts"),
                    e);
        }
    }

    private static byte[] bytes(Path run, Path file) throws IOException {
        try {
            if (Files.size(file) > LogLimits.MAX_RECORD_BYTES) {
                throw new LogException(
                        new LogProblem.BadRun(
                                file + " is too long for a run.json", "name a run directory"));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new LogException(
                    new LogProblem.BadRun(
                            run + " is no run directory: it has no " + FILE,
                            "name a directory that colloquy run wrote"),
                    e);
        }
    }

    /** Replaces the directory's manifest at once: it holds the old one or this, never a part. */
    void write(Path run) throws IOException {
        CanonicalJson json = new CanonicalJson();
        SHAPE.writeLines(this, json);
        AtomicFile.write(
                run.resolve(FILE),
                new String(json.array(), 0, json.length(), StandardCharsets.UTF_8));
    }
}
