package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario runs as shipped, with fewer questions, and its log verifies. */
final class ShippedScenariosTest {

    @TempDir private Path folder;

    static Stream<Path> scenarios() throws IOException {
        return Files.list(Colloquy.repository().resolve("scenarios"))
                .filter(file -> file.toString().endsWith(".yaml"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void runsAndVerifies(Path scenario) throws IOException {
        Path run = folder.resolve("run");
        Colloquy.Result ran =
                Colloquy.plain()
                        .run(
                                "run",
                                scenario.toString(),
                                "--run-dir",
                                run.toString(),
                                "--set",
                                "questions.count=3",
                                "--set",
                                Colloquy.PATIENT,
                                "--json");
        assertEquals(0, ran.exitCode(), ran.out() + ran.err());
        JsonNode summary = new ObjectMapper().readTree(ran.lastLine());
        assertEquals("finished", summary.path("status").asText(), ran.lastLine());
        assertTrue(summary.path("turns").asInt() > 0, ran.lastLine());
        Colloquy.Result verified = Colloquy.plain().run("replay", run.toString(), "--verify");
        assertEquals(0, verified.exitCode(), verified.out() + verified.err());
    }
}
