package org.colloquy.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which node leads a run of the shared directory, and for which time: {@code cluster.lease} in the
 * run's directory holds the incarnation and the node. A run that has one is gone on with by whoever
 * leads the cluster next; the one that ends a run in good order takes it away.
 *
 * <p>Who takes a run over fences off the one before: each file that is appended to becomes a copy
 * of itself. The one before may be frozen and know nothing of it; when it wakes it writes into
 * files that have no name any more.
 */
public record RunLease(Path run, int incarnation, String node) {

    static final String FILE = "cluster.lease";

    private static final String LOCK = "run.lock";

    /** Takes the run from whoever had it, who cannot write it any more. */
    public static RunLease take(Path run, String node) throws IOException {
        int before = Files.exists(run.resolve(FILE)) ? read(run).incarnation() : 0;
        RunLease lease = new RunLease(run, before + 1, node);
        lease.write();
        if (before > 0) {
            fence(run);
        }
        return lease;
    }

    private static void fence(Path run) throws IOException {
        Files.deleteIfExists(run.resolve(LOCK));
        List<Path> appended = new ArrayList<>();
        try (Stream<Path> files = Files.list(run)) {
            files.filter(RunLease::isAppendedTo).forEach(appended::add);
        }
        for (Path file : appended) {
            Path copy = run.resolve(file.getFileName() + ".taken");
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    copy,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean isAppendedTo(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jsonl") || name.endsWith(".klog");
    }

    /** The runs in a directory that somebody led and did not end, oldest first. */
    public static List<Path> open(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        List<Path> open = new ArrayList<>();
        try (Stream<Path> each = Files.list(runs)) {
            each.filter(run -> Files.exists(run.resolve(FILE))).sorted().forEach(open::add);
        }
        return open;
    }

    /** Whether nobody has taken the run since. */
    public boolean holds() {
        try {
            return Files.exists(run.resolve(FILE)) && read(run).equals(this);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Nobody need go on with the run. */
    public void end() throws IOException {
        if (holds()) {
            Files.delete(run.resolve(FILE));
        }
    }

    private static RunLease read(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve(FILE), StandardCharsets.UTF_8);
        if (lines.size() != 2) {
            throw new IOException(
                    run.resolve(FILE) + " has " + lines.size() + " lines; it must have 2");
        }
        try {
            return new RunLease(run, Integer.parseInt(lines.getFirst()), lines.getLast());
        } catch (NumberFormatException malformed) {
            throw new IOException(
                    run.resolve(FILE) + ": '" + lines.getFirst() + "' is no incarnation",
                    malformed);
        }
    }

    private void write() throws IOException {
        AtomicFile.write(run.resolve(FILE), incarnation + "\n" + node + "\n");
    }
}
