package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Promise 1, by real processes: the same scenario and seed give the same bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SameBytesTest {

    private static final String SCENARIO = "scenarios/quickstart.yaml";

    @TempDir static Path folder;

    private byte[] expected = {};

    @BeforeAll
    void undisturbed() throws IOException {
        expected = log(run(Colloquy.plain(), "undisturbed"));
        assertTrue(expected.length > 10_000, "the log has only " + expected.length + " bytes");
    }

    @Test
    void oneThreadAndTwoOneInFlightAndMany() throws IOException {
        assertArrayEquals(
                expected, log(run(Colloquy.plain(), "one", "--threads", "1", "--in-flight", "1")));
        assertArrayEquals(
                expected,
                log(run(Colloquy.plain(), "many", "--threads", "2", "--in-flight", "64")));
    }

    @Test
    void narrowVectors() throws IOException {
        for (int octets : new int[] {16, 32}) {
            Colloquy narrow = Colloquy.with("-XX:MaxVectorSize=" + octets);
            assertArrayEquals(expected, log(run(narrow, "width-" + octets)), octets + " bytes");
        }
    }

    @Test
    void throughKryoAndBack() throws IOException {
        Path run = run(Colloquy.plain(), "kryo", "--log-format", "kryo");
        Path back = folder.resolve("back.jsonl");
        Colloquy.Result result =
                Colloquy.plain()
                        .run(
                                "log",
                                "convert",
                                run.resolve("interactions.klog").toString(),
                                back.toString());
        assertEquals(0, result.exitCode(), result.err());
        assertArrayEquals(expected, Files.readAllBytes(back));
    }

    @Test
    void replayVerifiesAndRegeneratesWhatWasRecorded() throws IOException {
        Path run = run(Colloquy.plain(), "replayed");
        for (String how : new String[] {"--verify", "--regenerate"}) {
            Colloquy.Result result = Colloquy.plain().run("replay", run.toString(), how, "--json");
            assertEquals(0, result.exitCode(), result.err());
            assertTrue(result.lastLine().contains("\"identical\""), result.lastLine());
        }
        byte[] altered = log(run);
        altered[altered.length / 2] ^= 1;
        Files.write(run.resolve("interactions.jsonl"), altered);
        Colloquy.Result result =
                Colloquy.plain().run("replay", run.toString(), "--verify", "--json");
        assertEquals(3, result.exitCode(), result.out() + result.err());
    }

    private Path run(Colloquy colloquy, String name, String... options) {
        Path directory = folder.resolve(name);
        List<String> arguments =
                new ArrayList<>(List.of("run", SCENARIO, "--run-dir", directory.toString()));
        arguments.addAll(List.of("--set", "questions.count=6", "--set", Colloquy.PATIENT));
        arguments.add("--quiet");
        arguments.addAll(List.of(options));
        Colloquy.Result result = colloquy.run(arguments.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.out() + result.err());
        return directory;
    }

    private static byte[] log(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("interactions.jsonl"));
    }
}
