package org.colloquy.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.colloquy.scenario.Training.CheckpointRule;

/**
 * The checkpoints of a run directory, each {@code checkpoints/NNNNNN} by the iterations that are in
 * it: there whole or not at all, whatever happens to process or machine.
 *
 * <p>A checkpoint is written under another name, forced to the disk and then moved; one that goes
 * is moved first and then removed. Not thread-safe.
 */
public final class Checkpoints {

    private static final Pattern NAME = Pattern.compile("\\d{6,9}");
    private static final String PART = ".part";
    private static final String OLD = ".old";

    private final Path folder;
    private final CheckpointRule rule;

    public Checkpoints(Path runDirectory, CheckpointRule rule) {
        folder = runDirectory.resolve("checkpoints");
        this.rule = rule;
    }

    /**
     * Where a resumed run can go on from.
     *
     * @param latest the newest whole checkpoint; empty if there is none
     * @param damaged each newer one that cannot be used, with the reason
     */
    public record Recovery(Optional<Checkpoint> latest, List<String> damaged) {
        public Recovery {
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * Whether there is to be a checkpoint.
     *
     * @param iterations that are learned
     * @param all of the training
     */
    public boolean isDue(int iterations, int all) {
        return iterations % rule.every() == 0 || iterations == all;
    }

    /**
     * Writes a checkpoint, in place of one of the same number, and removes those that the rule does
     * not keep.
     *
     * @param iterations that are in the weights
     * @param accuracy of the agents alone, if it was measured
     */
    public Path write(int iterations, OptionalDouble accuracy, List<PolicySnapshot> policies)
            throws IOException {
        Path target = folder.resolve(name(iterations));
        Path part = sibling(target, PART);
        DurableFiles.delete(part);
        Files.createDirectories(part);
        for (PolicySnapshot policy : policies) {
            Path own = Files.createDirectory(part.resolve(policy.policy()));
            for (Map.Entry<String, byte[]> file : policy.files().entrySet()) {
                DurableFiles.write(own.resolve(file.getKey()), file.getValue());
            }
            DurableFiles.force(own);
        }
        DurableFiles.write(
                part.resolve(CheckpointState.FILE),
                CheckpointState.bytes(iterations, accuracy, policies));
        DurableFiles.force(part);
        remove(target);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.force(folder);
        prune();
        return target;
    }

    /**
     * Finds where to go on from, and puts the folder into the state that it had there: checkpoints
     * of later iterations and what a killed process left half done are removed.
     *
     * @param most iterations that the log has
     */
    public Recovery recover(int most) throws IOException {
        List<String> damaged = new ArrayList<>();
        Optional<Checkpoint> latest = Optional.empty();
        List<Path> places = places();
        for (int i = places.size() - 1; i >= 0 && latest.isEmpty(); i--) {
            if (number(places.get(i)) <= most) {
                latest = whole(places.get(i), damaged);
            }
        }
        int last = latest.map(Checkpoint::iterations).orElse(0);
        for (Path place : DurableFiles.folders(folder)) {
            String name = place.getFileName().toString();
            if (name.endsWith(PART) || name.endsWith(OLD)) {
                DurableFiles.delete(place);
            } else if (NAME.matcher(name).matches() && number(place) > last) {
                remove(place);
            }
        }
        prune();
        return new Recovery(latest, damaged);
    }

    /**
     * Reads one checkpoint, all digests checked.
     *
     * @throws IOException naming what is damaged or missing
     */
    public static Checkpoint read(Path checkpoint) throws IOException {
        Checkpoint read = CheckpointState.read(checkpoint);
        if (!checkpoint.getFileName().toString().equals(name(read.iterations()))) {
            throw new DamagedCheckpointException(
                    checkpoint, "its state.json is that of " + name(read.iterations()));
        }
        CheckpointState.verify(read);
        return read;
    }

    /** Keeps the newest and the best, the earlier of equals. */
    private void prune() throws IOException {
        List<Path> places = places();
        Optional<Path> best = Optional.empty();
        double highest = Double.NEGATIVE_INFINITY;
        for (Path place : places) {
            double accuracy = accuracy(place);
            if (accuracy > highest) {
                highest = accuracy;
                best = Optional.of(place);
            }
        }
        for (Path place : places.subList(0, Math.max(0, places.size() - rule.keep()))) {
            if (best.filter(place::equals).isEmpty()) {
                remove(place);
            }
        }
    }

    /** Below every accuracy where there is none, or no way to know it. */
    private static double accuracy(Path place) throws IOException {
        try {
            return CheckpointState.read(place).accuracy().orElse(Double.NEGATIVE_INFINITY);
        } catch (DamagedCheckpointException unknown) {
            return Double.NEGATIVE_INFINITY;
        }
    }

    private static Optional<Checkpoint> whole(Path place, List<String> damaged) throws IOException {
        try {
            return Optional.of(read(place));
        } catch (DamagedCheckpointException unusable) {
            damaged.add(String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
    }

    private void remove(Path place) throws IOException {
        if (Files.exists(place)) {
            Path old = sibling(place, OLD);
            DurableFiles.delete(old);
            Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.force(folder);
            DurableFiles.delete(old);
        }
    }

    /** Checkpoints, whole or not, oldest first. */
    private List<Path> places() throws IOException {
        return DurableFiles.folders(folder).stream()
                .filter(place -> NAME.matcher(place.getFileName().toString()).matches())
                .sorted((a, b) -> Integer.compare(number(a), number(b)))
                .toList();
    }

    private static String name(int iterations) {
        return String.format(Locale.ROOT, "%06d", iterations);
    }

    private static int number(Path place) {
        return Integer.parseInt(place.getFileName().toString());
    }

    private static Path sibling(Path place, String suffix) {
        return place.resolveSibling(place.getFileName() + suffix);
    }
}
