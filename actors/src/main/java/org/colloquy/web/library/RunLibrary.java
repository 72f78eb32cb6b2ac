package org.colloquy.web.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.colloquy.actors.node.FileTree;
import org.colloquy.log.RunManifest;
import org.colloquy.web.index.RunIndex;

/**
 * The indexes of the runs that were looked at, each read on in the background when somebody asks
 * for it; the least recently used are closed. They lie in a cache folder, never in a run.
 */
public final class RunLibrary implements AutoCloseable {

    private static final int MAX_OPEN = 32;
    private static final int READERS = 2;

    private final RunFolder folder;
    private final Path cache;
    private final ReentrantLock state = new ReentrantLock();
    private final Map<String, Shelf> open = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService readers =
            Executors.newFixedThreadPool(
                    READERS, Thread.ofPlatform().daemon().name("viewer-index-", 0).factory());
    private volatile boolean closed;

    /** With the folder that goes when it is closed, if it is not in the cache. */
    private record Shelf(RunIndex index, FileChannel lockFile, Optional<Path> own) {
        void close() throws IOException {
            index.close();
            lockFile.close();
            if (own.isPresent()) {
                FileTree.delete(own.get());
            }
        }
    }

    public RunLibrary(RunFolder folder, Path cache) {
        this.folder = folder;
        this.cache = cache;
    }

    public RunFolder folder() {
        return folder;
    }

    /**
     * The run's index, which is being read on to the log's end.
     *
     * @param patienceMillis waits so long for that at most
     * @return empty if the run has no log, or no {@code run.json} that can be read
     */
    public Optional<RunIndex> index(FoundRun run, long patienceMillis) throws IOException {
        if (run.manifest().isEmpty()) {
            return Optional.empty();
        }
        RunManifest manifest = run.manifest().get();
        Path log = run.path().resolve(manifest.log());
        if (!Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        RunIndex index = shelf(run, manifest, log).index();
        RunIndex.Snapshot seen = index.snapshot();
        if (!seen.current() || Files.size(log) != seen.bytes()) {
            var reading = readers.submit(() -> advance(index));
            try {
                reading.get(patienceMillis, TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException longLog) {
                return Optional.of(index);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException failed) {
                throw new IOException("the log of " + run.id() + " cannot be read", failed);
            }
        }
        return Optional.of(index);
    }

    private void advance(RunIndex index) {
        try {
            index.advance(() -> !closed);
        } catch (NoSuchFileException gone) {
            // The next request finds that the run is gone, and says so.
            return;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Shelf shelf(FoundRun run, RunManifest manifest, Path log) throws IOException {
        String key =
                UUID.nameUUIDFromBytes(
                                (run.path() + "\n" + manifest.id() + "\n" + manifest.started())
                                        .getBytes(StandardCharsets.UTF_8))
                        .toString();
        state.lock();
        try {
            Optional<Shelf> known = Optional.ofNullable(open.get(key));
            if (known.isPresent()) {
                return known.get();
            }
            while (open.size() >= MAX_OPEN) {
                String oldest = open.keySet().iterator().next();
                Optional.ofNullable(open.remove(oldest)).orElseThrow().close();
            }
            Shelf opened = openShelf(cache.resolve(key), log, manifest.agents().size());
            open.put(key, opened);
            return opened;
        } finally {
            state.unlock();
        }
    }

    /** In the cache, or in a folder of this process alone while another viewer has that one. */
    private static Shelf openShelf(Path place, Path log, int agents) throws IOException {
        Files.createDirectories(place);
        FileChannel lockFile = lockFile(place);
        if (!locked(lockFile)) {
            lockFile.close();
            Path own = Files.createTempDirectory("colloquy-view-");
            return new Shelf(RunIndex.open(own, log, agents), lockFile(own), Optional.of(own));
        }
        return new Shelf(RunIndex.open(place, log, agents), lockFile, Optional.empty());
    }

    private static FileChannel lockFile(Path place) throws IOException {
        return FileChannel.open(
                place.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ours) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        readers.shutdown();
        try {
            readers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        state.lock();
        try {
            List<Shelf> all = new ArrayList<>(open.values());
            open.clear();
            for (Shelf shelf : all) {
                shelf.close();
            }
        } finally {
            state.unlock();
        }
    }
}
