package org.colloquy.web.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.colloquy.log.RunManifest;

/**
 * The folder that a viewer was given. Runs are found by walking it, never by a path that somebody
 * asks for, and no link is followed, so nothing outside it can be reached.
 */
public final class RunFolder {

    private static final String MANIFEST = "run.json";
    private static final String LOCK = "run.lock";
    private static final int MAX_DEPTH = 5;
    private static final int MAX_RUNS = 5_000;
    private static final int MAX_PID_BYTES = 32;

    private final Path folder;

    /** {@code folder} may itself be a run directory. */
    public RunFolder(Path folder) throws IOException {
        this.folder = folder.toRealPath();
    }

    public Path path() {
        return folder;
    }

    /** Whether the folder is itself one run. */
    public boolean isRun() {
        return Files.isRegularFile(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS);
    }

    /** All runs, newest first; at most {@value #MAX_RUNS}. */
    public List<FoundRun> runs() throws IOException {
        List<FoundRun> found = new ArrayList<>();
        for (Path path : directories()) {
            found.add(look(path));
        }
        found.sort(
                Comparator.comparing(
                                (FoundRun run) ->
                                        run.manifest().map(RunManifest::started).orElse(""))
                        .reversed()
                        .thenComparing(FoundRun::id));
        return List.copyOf(found);
    }

    /** The run of this id; empty if the folder holds none. */
    public Optional<FoundRun> run(String id) throws IOException {
        for (Path path : directories()) {
            if (idOf(path).equals(id)) {
                return Optional.of(look(path));
            }
        }
        return Optional.empty();
    }

    private List<Path> directories() throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        Files.walkFileTree(
                folder,
                EnumSet.noneOf(FileVisitOption.class),
                MAX_DEPTH,
                new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes of) {
                        if (found.size() >= MAX_RUNS) {
                            return FileVisitResult.TERMINATE;
                        }
                        Path manifest = path.resolve(MANIFEST);
                        if (Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
                            found.add(path);
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException unreadable) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }

    private String idOf(Path run) {
        return run.equals(folder)
                ? String.valueOf(folder.getFileName())
                : folder.relativize(run).toString().replace('\\', '/');
    }

    private FoundRun look(Path path) {
        String id = idOf(path);
        try {
            RunManifest manifest = RunManifest.read(path);
            Path log = path.resolve(manifest.log());
            boolean there = Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS);
            return new FoundRun(
                    id,
                    path,
                    Optional.of(manifest),
                    "",
                    standing(path, manifest),
                    there ? Files.size(log) : 0,
                    there ? Files.getLastModifiedTime(log).toMillis() : 0);
        } catch (IOException unreadable) {
            return new FoundRun(
                    id,
                    path,
                    Optional.empty(),
                    String.valueOf(unreadable.getMessage()),
                    FoundRun.UNREADABLE,
                    0,
                    0);
        }
    }

    private static String standing(Path path, RunManifest manifest) throws IOException {
        return switch (manifest.status()) {
            case FINISHED -> FoundRun.FINISHED;
            case FAILED -> FoundRun.FAILED;
            case INTERRUPTED -> FoundRun.RESUMABLE;
            case RUNNING -> writerLives(path) ? FoundRun.RUNNING : FoundRun.RESUMABLE;
        };
    }

    /**
     * Whether the process that the lock file names lives. The lock itself is not tried: for that
     * moment the run could not be resumed.
     */
    private static boolean writerLives(Path path) throws IOException {
        Path lock = path.resolve(LOCK);
        try {
            if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(lock) > MAX_PID_BYTES) {
                return false;
            }
            String pid = Files.readString(lock, StandardCharsets.US_ASCII).strip();
            return pid.matches("\\d{1,18}")
                    && ProcessHandle.of(Long.parseLong(pid))
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
