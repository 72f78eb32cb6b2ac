package org.colloquy.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.colloquy.checkpoint.Checkpoints.Recovery;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.scenario.Training.CheckpointRule;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final CheckpointRule ALL = new CheckpointRule(1, 100);

    @TempDir private Path folder;
    private List<PolicySnapshot> policies = List.of();

    @BeforeEach
    void learn() {
        policies = List.of(snapshot("ada", 1), snapshot("bel", 2));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, ALL);
        Path written = checkpoints.write(10, OptionalDouble.of(0.625), policies);
        assertEquals(folder.resolve("checkpoints/000010"), written);
        Checkpoint read = Checkpoints.read(written);
        assertEquals(10, read.iterations());
        assertEquals(OptionalDouble.of(0.625), read.accuracy());
        assertEquals(List.of("ada", "bel"), read.policies().stream().map(p -> p.name()).toList());
        assertEquals(1, read.policy("bel").optimizerUpdates());
        assertEquals(
                List.of("config.json", "model.safetensors", "optimizer.safetensors", "vocab.json"),
                List.copyOf(read.policy("ada").digests().keySet()));
        assertEquals(
                policies.getFirst().weightsSha256(),
                read.policy("ada").digests().get("model.safetensors"));
    }

    @Test
    void writtenTwiceItHasTheSameBytes() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, ALL);
        checkpoints.write(3, OptionalDouble.of(1.0 / 3), policies);
        SortedMap<String, byte[]> first = files();
        checkpoints.write(3, OptionalDouble.of(1.0 / 3), policies);
        assertSameFiles(first, files());
    }

    @Test
    void theNewestAndTheBestAreKept() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, new CheckpointRule(2, 2));
        double[] accuracies = {0.5, 0.75, 0.75, 0.25, 0.6};
        List<List<String>> expected =
                List.of(
                        List.of("000002"),
                        List.of("000002", "000004"),
                        List.of("000004", "000006"),
                        List.of("000004", "000006", "000008"),
                        List.of("000004", "000008", "000010"));
        for (int i = 0; i < accuracies.length; i++) {
            checkpoints.write(2 * i + 2, OptionalDouble.of(accuracies[i]), policies);
            assertEquals(expected.get(i), names());
        }
        checkpoints.write(12, OptionalDouble.empty(), policies);
        assertEquals(List.of("000004", "000010", "000012"), names());
        assertTrue(checkpoints.isDue(4, 9) && checkpoints.isDue(9, 9) && !checkpoints.isDue(5, 9));
    }

    @Test
    void aDamagedOneIsSkippedWithItsReason() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, ALL);
        Path good = checkpoints.write(1, OptionalDouble.empty(), policies);
        checkpoints.write(2, OptionalDouble.empty(), policies);
        List<String> names =
                files().keySet().stream()
                        .filter(name -> name.startsWith("000002/"))
                        .map(name -> name.substring("000002/".length()))
                        .toList();
        assertEquals(9, names.size());
        for (String name : names) {
            for (Damage damage : Damage.values()) {
                Path bad = checkpoints.write(2, OptionalDouble.empty(), policies);
                damage.apply(bad.resolve(name));
                Recovery recovery = checkpoints.recover(2);
                assertEquals(good, recovery.latest().orElseThrow().folder(), name + " " + damage);
                String reason = String.join("\n", recovery.damaged());
                assertTrue(
                        reason.startsWith(bad + " is damaged: ") && reason.contains(name), reason);
                assertEquals(List.of("000001"), names());
            }
        }
    }

    @Test
    void oneInAnothersPlaceIsNotTaken() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, ALL);
        Path written = checkpoints.write(1, OptionalDouble.empty(), policies);
        Files.move(written, written.resolveSibling("000004"));
        Recovery recovery = checkpoints.recover(9);
        assertEquals(Optional.empty(), recovery.latest());
        assertTrue(recovery.damaged().getFirst().endsWith("its state.json is that of 000001"));
    }

    @Test
    void whatAKilledProcessLeftIsClearedAway() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder, new CheckpointRule(1, 2));
        for (int iteration = 1; iteration <= 4; iteration++) {
            checkpoints.write(iteration, OptionalDouble.empty(), policies);
        }
        SortedMap<String, byte[]> undisturbed = files();
        Path all = folder.resolve("checkpoints");
        Files.createDirectories(all.resolve("000005.part/ada"));
        Files.writeString(all.resolve("000005.part/ada/config.json"), "{");
        Files.createDirectories(all.resolve("000002.old/ada"));
        Checkpoints keepingMore = new Checkpoints(folder, ALL);
        keepingMore.write(5, OptionalDouble.empty(), policies);
        Files.createDirectories(all.resolve("000001"));
        Recovery recovery = checkpoints.recover(4);
        assertEquals(4, recovery.latest().orElseThrow().iterations());
        assertEquals(List.of(), recovery.damaged());
        assertSameFiles(undisturbed, files());
    }

    @Test
    void withoutACheckpointThereIsNothingToGoOnFrom() throws IOException {
        assertEquals(
                new Recovery(Optional.empty(), List.of()), new Checkpoints(folder, ALL).recover(7));
    }

    private enum Damage {
        MISSING,
        TORN,
        ALTERED;

        void apply(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case MISSING -> Files.delete(file);
                case TORN -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                case ALTERED -> {
                    int at = bytes.length / 2;
                    bytes[at] = (byte) (bytes[at] == '0' ? '1' : '0');
                    Files.write(file, bytes);
                }
            }
        }
    }

    private static PolicySnapshot snapshot(String policy, long seed) {
        TensorOps ops = new ScalarOps();
        try (Learner learner =
                new Learner(
                        policy,
                        Learning.start(seed, ops),
                        Learning.training(GrpoSettings.DEFAULT),
                        ops)) {
            learner.learn(0, Learning.groups(0));
            return learner.snapshot();
        }
    }

    private List<String> names() throws IOException {
        return DurableFiles.folders(folder.resolve("checkpoints")).stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    private SortedMap<String, byte[]> files() throws IOException {
        Path all = folder.resolve("checkpoints");
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(all)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files.put(all.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSameFiles(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, bytes) -> assertArrayEquals(bytes, actual.get(name), name));
    }
}
