package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 while the builtin agents learn, resume, and find log and weights of a whole training. */
final class TrainAndResumeTest {

    private static final double[] KILLS = {0.2, 0.5, 0.9};

    @TempDir private Path folder;

    @Test
    void resumedTrainingEndsInTheSameBytes() throws Exception {
        Path whole = folder.resolve("whole");
        Colloquy.Result trained = Colloquy.plain().run(command(whole));
        assertEquals(0, trained.exitCode(), trained.err());
        SortedMap<String, byte[]> expected = files(whole);
        int length = expected.get("interactions.jsonl").length;
        int resumed = 0;
        for (double kill : KILLS) {
            Path run = folder.resolve("killed-" + kill);
            Path log = run.resolve("interactions.jsonl");
            resumed += Colloquy.plain().kill(log, (long) (kill * length), command(run)) ? 1 : 0;
            Colloquy.Result result = Colloquy.plain().run("resume", run.toString(), "--quiet");
            assertEquals(0, result.exitCode(), "kill at " + kill + ": " + result.err());
            SortedMap<String, byte[]> actual = files(run);
            assertEquals(expected.keySet(), actual.keySet(), "kill at " + kill);
            expected.forEach(
                    (name, bytes) ->
                            assertArrayEquals(bytes, actual.get(name), name + ", kill at " + kill));
        }
        assertTrue(resumed > 0, "each run ended before it was killed");
        Colloquy.Result verified = Colloquy.plain().run("replay", whole.toString(), "--verify");
        assertEquals(0, verified.exitCode(), verified.err());
    }

    private static String[] command(Path run) {
        List<String> settings =
                List.of(
                        "train.iterations=3",
                        "train.questions=3",
                        "train.group-size=4",
                        "train.evaluation.every=2",
                        "train.evaluation.questions=4",
                        "train.checkpoints.every=2",
                        "interaction.validation=4",
                        Colloquy.PATIENT);
        return Stream.concat(
                        Stream.of(
                                "train",
                                "scenarios/ilr-arithmetic.yaml",
                                "--run-dir",
                                run.toString(),
                                "--quiet"),
                        settings.stream().flatMap(setting -> Stream.of("--set", setting)))
                .toArray(String[]::new);
    }

    /** All that must not depend on how often the training was killed. */
    private static SortedMap<String, byte[]> files(Path run) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(run)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(path).toString();
                if (!List.of("run.json", "run.lock", "timings.jsonl").contains(name)) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
