package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.colloquy.endtoend.ClusterOfJvms.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on clusters whose nodes freeze, join and die end in the bytes of one undisturbed process.
 */
final class ClusterTest {

    private static final String SCENARIO = "scenarios/quickstart.yaml";
    private static final long LIMIT_SECONDS = 300;

    @TempDir private Path folder;

    @Test
    void whoeverFreezesJoinsOrDiesTheBytesAreTheSame() throws Exception {
        Path whole = folder.resolve("whole");
        Colloquy.Result single =
                Colloquy.plain().run(run("--run-dir", whole.toString(), "--quiet"));
        assertEquals(0, single.exitCode(), single.err());
        byte[] expected = Files.readAllBytes(log(whole));
        Path runs = Files.createDirectory(folder.resolve("runs"));
        try (ClusterOfJvms cluster = new ClusterOfJvms(runs)) {
            Node leader = cluster.start(3).getFirst();
            Node frozen = workerFrozenInTheMiddle(cluster, runs, expected);
            assertSame(expected, runs.resolve("frozen"));
            leaderKilledInTheMiddle(cluster, leader, runs, expected);
            assertSame(expected, runs.resolve("killed"));
            frozen.thaw();
            assertTrue(
                    frozen.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS),
                    "a node that was given up goes on");
            assertEquals(1, frozen.process().exitValue());
            assertTrue(
                    frozen.says().get(LIMIT_SECONDS, TimeUnit.SECONDS).contains("was taken out"),
                    "a node that was given up does not say so");
        }
    }

    @Test
    void aTrainingSpreadsItsWeights() throws Exception {
        Path alone = folder.resolve("alone");
        Path spread = folder.resolve("spread");
        Colloquy.Result single = Colloquy.plain().run(training("train", alone));
        assertEquals(0, single.exitCode(), single.err());
        Colloquy.Result cluster =
                Colloquy.plain().run(training("cluster", spread, "up", "--nodes", "2", "--train"));
        assertEquals(0, cluster.exitCode(), cluster.err());
        assertSame(Files.readAllBytes(log(alone)), spread);
        try (Stream<Path> files = Files.walk(alone.resolve("checkpoints"))) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertTrue(kept.size() > 4, kept.toString());
            for (Path file : kept) {
                Path other = spread.resolve(alone.relativize(file));
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), "" + other);
            }
        }
    }

    private static String[] training(String command, Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(more));
        arguments.addAll(
                List.of("scenarios/ilr-arithmetic.yaml", "--run-dir", run.toString(), "--quiet"));
        for (String setting :
                List.of(
                        "train.iterations=2",
                        "train.questions=2",
                        "train.group-size=4",
                        "train.evaluation.every=1",
                        "train.evaluation.questions=4",
                        "interaction.validation=4",
                        Colloquy.PATIENT)) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments.toArray(String[]::new);
    }

    /** And a node joins, without which the rest would not be a majority later. */
    private static Node workerFrozenInTheMiddle(ClusterOfJvms cluster, Path runs, byte[] expected)
            throws Exception {
        Node last = cluster.start(1).getFirst();
        Process run = submit(cluster, "frozen");
        awaitLog(log(runs.resolve("frozen")), expected.length / 5);
        last.freeze();
        cluster.start(1);
        assertEnds(run, "\"incarnation\":1");
        return last;
    }

    private static void leaderKilledInTheMiddle(
            ClusterOfJvms cluster, Node leader, Path runs, byte[] expected) throws Exception {
        Process run = submit(cluster, "killed");
        awaitLog(log(runs.resolve("killed")), expected.length / 5);
        leader.kill();
        assertEnds(run, "\"incarnation\":2");
    }

    private static Process submit(ClusterOfJvms cluster, String name) throws Exception {
        return Colloquy.plain()
                .command(run("--run-dir", name, "--cluster", cluster.names(), "--json"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void assertEnds(Process run, String holding) throws Exception {
        String out = new String(run.getInputStream().readAllBytes(), "UTF-8");
        assertTrue(run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, run.exitValue(), out);
        assertTrue(out.contains(holding), out);
        assertTrue(out.contains("\"status\":\"finished\""), out);
    }

    private static void assertSame(byte[] expected, Path run) throws Exception {
        assertArrayEquals(expected, Files.readAllBytes(log(run)), run.toString());
    }

    private static void awaitLog(Path log, long octets) throws Exception {
        long start = System.nanoTime();
        while (!Files.exists(log) || Files.size(log) < octets) {
            assertTrue(
                    System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS),
                    "the run does not go on");
            Thread.sleep(5);
        }
    }

    private static String[] run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", SCENARIO));
        arguments.addAll(List.of("--set", "questions.count=12", "--set", Colloquy.PATIENT));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static Path log(Path run) {
        return run.resolve("interactions.jsonl");
    }
}
