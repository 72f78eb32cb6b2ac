package org.colloquy.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.colloquy.log.RunManifest.RunStatus;

/**
 * A run on disk, open for writing: {@code run.json}, the log, {@code timings.jsonl}, and a lock
 * that keeps every other process from writing it. Reading a run needs no lock and no instance.
 */
public final class RunDirectory implements AutoCloseable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MAX_NAME_TRIES = 16;
    private static final int ID_LENGTH = 6;

    private final Path path;
    private final RunLock lock;
    private RunManifest manifest;

    private RunDirectory(Path path, RunLock lock, RunManifest manifest) {
        this.path = path;
        this.lock = lock;
        this.manifest = manifest;
    }

    /** A run in a folder of runs, with where it stands. */
    public record Listed(Path path, RunManifest manifest) {}

    /**
     * A new empty folder {@code <time>_<scenario>_<id>} within {@code runs}; the id only keeps runs
     * of one second apart.
     */
    public static Path newPath(Path runs, String scenario, Instant now) throws IOException {
        Files.createDirectories(runs);
        for (int tries = 0; tries < MAX_NAME_TRIES; tries++) {
            String id = shortId(now + " " + ProcessHandle.current().pid() + " " + tries);
            Path path = runs.resolve(TIME.format(now) + "_" + fileName(scenario) + "_" + id);
            if (Files.notExists(path)) {
                return Files.createDirectory(path);
            }
        }
        throw new LogException(
                new LogProblem.BadRun(
                        "no free name for a run in " + runs, "name a folder with --run-dir"));
    }

    /**
     * A new run's name, {@code <time>_<scenario>_<id>}, for a folder that another process makes.
     */
    public static String newName(String scenario, Instant now) {
        String id = shortId(now + " " + ProcessHandle.current().pid());
        return TIME.format(now) + "_" + fileName(scenario) + "_" + id;
    }

    private static String shortId(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return LogDigest.START
                .then(LogDigest.sha256(), bytes, 0, bytes.length)
                .hex()
                .substring(0, ID_LENGTH);
    }

    private static String fileName(String scenario) {
        String plain = scenario.replaceAll("[^A-Za-z0-9.-]+", "-");
        return plain.substring(0, Math.min(plain.length(), 64));
    }

    /**
     * Starts a run in a folder that is new or empty.
     *
     * @throws LogException if there is something in it, or another process has it
     */
    public static RunDirectory create(Path path, RunManifest manifest) throws IOException {
        Files.createDirectories(path);
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw new LogException(
                        new LogProblem.BadRun(
                                path + " is not empty",
                                "colloquy resume goes on with a run; a new run needs a new folder"));
            }
        }
        RunLock lock = RunLock.take(path);
        boolean written = false;
        try {
            manifest.write(path);
            written = true;
            return new RunDirectory(path, lock, manifest);
        } finally {
            if (!written) {
                lock.close();
            }
        }
    }

    /**
     * Opens a run to go on with it.
     *
     * @throws LogException if it is none, or another process has it
     */
    public static RunDirectory open(Path path) throws IOException {
        RunManifest.read(path);
        RunLock lock = RunLock.take(path);
        return new RunDirectory(path, lock, RunManifest.read(path));
    }

    /** The runs in a folder, oldest first; a killed run is listed as interrupted. */
    public static List<Listed> list(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Listed> listed = new ArrayList<>();
        try (Stream<Path> entries = Files.list(runs)) {
            for (Path path : entries.sorted().toList()) {
                if (Files.exists(path.resolve(RunManifest.FILE))) {
                    RunManifest manifest = RunManifest.read(path);
                    boolean killed = manifest.status() == RunStatus.RUNNING && !RunLock.held(path);
                    listed.add(
                            new Listed(
                                    path,
                                    killed
                                            ? manifest.with(RunStatus.INTERRUPTED, Optional.empty())
                                            : manifest));
                }
            }
        }
        return List.copyOf(listed);
    }

    /** The log's path in a run directory, by its {@code run.json}. */
    public static Path logOf(Path run) throws IOException {
        return run.resolve(RunManifest.read(run).log());
    }

    public Path path() {
        return path;
    }

    public RunManifest manifest() {
        return manifest;
    }

    public Path log() {
        return path.resolve(manifest.log());
    }

    /** The writer of a new run's log. */
    public LogWriter newLog() throws IOException {
        return LogWriter.create(log());
    }

    /**
     * The log of an interrupted run, cut to its last whole section; empty if the run was killed
     * before it had one.
     */
    public LogRecovery recover(Consumer<Recorded> each) throws IOException {
        if (!Files.exists(log())) {
            Files.createFile(log());
        }
        return LogRecovery.recover(log(), each);
    }

    public Timings timings() throws IOException {
        return Timings.open(path);
    }

    /** Puts the run's standing into {@code run.json}, with the digest once the log is whole. */
    public void mark(RunStatus status, Optional<LogDigest> digest) throws IOException {
        manifest = manifest.with(status, digest);
        manifest.write(path);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
