package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.colloquy.cuda.Emulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on our CUDA kernels, over a driver that runs them on the processor. */
final class EmulatedGpuTest {

    private static final List<String> SHORT =
            List.of(
                    "questions.count=1",
                    "interaction.protocol=solo",
                    "interaction.samples=1",
                    "interaction.validation=0",
                    "interaction.difficulty=label",
                    "interaction.sampling.max-tokens=24",
                    Colloquy.PATIENT);

    @TempDir static Path folder;

    @Test
    void aRunOnTheGpuHasTheBytesOfOneOnTheProcessor() throws IOException {
        Colloquy withGpu = Colloquy.withDriverIn(driver());
        byte[] expected = log(Colloquy.plain(), "cpu", "--backend", "cpu");
        assertArrayEquals(expected, log(withGpu, "cuda", "--backend", "cuda"));
        Colloquy.Result again =
                withGpu.run(
                        "replay",
                        folder.resolve("cpu").toString(),
                        "--regenerate",
                        "--json",
                        "--backend",
                        "cuda");
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.lastLine().contains("identical"), again.out());
    }

    @Test
    void anEvaluationOnTheGpuHasTheFiguresOfOneOnTheProcessor() {
        String expected = figures(Colloquy.plain(), "cpu");
        assertEquals(expected, figures(Colloquy.withDriverIn(driver()), "cuda"));
    }

    private static String figures(Colloquy colloquy, String backend) {
        Colloquy.Result result =
                colloquy.run(
                        "eval",
                        "scenarios/quickstart.yaml",
                        "--questions=1",
                        "--samples=0",
                        "--set",
                        "interaction.sampling.max-tokens=8",
                        "--json",
                        "--backend",
                        backend);
        assertEquals(0, result.exitCode(), result.err());
        return result.lastLine();
    }

    /** A file that is no library hides a driver that this machine may have. */
    @Test
    void whatTheMachineHasIsTold() throws IOException {
        Colloquy.Result with = Colloquy.withDriverIn(driver()).run("doctor");
        assertTrue(with.out().contains("emulated device, compute capability 8.0"), with.out());
        Files.writeString(folder.resolve("libcuda.so.1"), "");
        Colloquy withNone = Colloquy.withDriverIn(folder);
        Colloquy.Result refused =
                withNone.run("run", "scenarios/quickstart.yaml", "--backend", "cuda");
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("the CUDA backend cannot be used"), refused.err());
    }

    /** JCuda unpacks its native part under one name for all; ours must not meet there. */
    @Test
    void programsThatStartAtOnceDoNotTripOverEachOther() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Colloquy gpu = Colloquy.withDriverIn(driver(), "-Djava.io.tmpdir=" + temporary);
        List<Process> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path out = folder.resolve("doctor-" + i);
            all.add(gpu.command("doctor").redirectOutput(out.toFile()).start());
        }
        for (int i = 0; i < all.size(); i++) {
            assertTrue(all.get(i).waitFor(600, TimeUnit.SECONDS), "a doctor does not end");
            String out = Files.readString(folder.resolve("doctor-" + i));
            assertTrue(out.contains("emulated device, compute capability 8.0"), out);
        }
        try (Stream<Path> left = Files.walk(temporary)) {
            assertEquals(
                    List.of(), left.filter(path -> path.toString().contains("JCuda")).toList());
        }
    }

    private static Path driver() {
        Path library = Emulator.library();
        return library.resolveSibling("");
    }

    private static byte[] log(Colloquy colloquy, String name, String... options)
            throws IOException {
        Path run = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("run", "scenarios/quickstart.yaml"));
        arguments.addAll(List.of("--run-dir", run.toString()));
        SHORT.forEach(value -> arguments.addAll(List.of("--set", value)));
        arguments.addAll(List.of(options));
        Colloquy.Result result = colloquy.run(arguments.toArray(String[]::new));
        assertEquals(0, result.exitCode(), result.err());
        return Files.readAllBytes(run.resolve("interactions.jsonl"));
    }
}
