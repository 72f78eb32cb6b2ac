package org.colloquy.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.log.RunManifest.RunStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path folder;

    private static RunManifest manifest() {
        return new RunManifest(
                1,
                "abcdef",
                NOW.toString(),
                "0.1.0",
                "25",
                "quick",
                42,
                RunStatus.RUNNING,
                "interactions.jsonl",
                Optional.empty(),
                SampleLog.start().agents(),
                SampleLog.start().scenario());
    }

    @Test
    void theManifestComesBackAndLeavesNoTemporaryFile() throws IOException {
        Path path = RunDirectory.newPath(folder, "my run/../x", NOW);
        assertTrue(
                path.getFileName().toString().matches("20260102-030405_my-run-..-x_[0-9a-f]{6}"));
        try (RunDirectory run = RunDirectory.create(path, manifest())) {
            assertEquals(manifest(), RunManifest.read(path));
            run.mark(RunStatus.FINISHED, Optional.of(LogDigest.START));
            assertEquals(
                    manifest().with(RunStatus.FINISHED, Optional.of(LogDigest.START)),
                    RunManifest.read(path));
        }
        try (Stream<Path> files = Files.list(path)) {
            assertEquals(
                    List.of("run.json", "run.lock"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aKilledRunGoesOnEvenBeforeItsFirstRecord() throws IOException {
        Path path = folder.resolve("run");
        RunDirectory.create(path, manifest()).close();
        assertEquals(
                List.of(RunStatus.INTERRUPTED),
                RunDirectory.list(folder).stream().map(run -> run.manifest().status()).toList());
        try (RunDirectory run = RunDirectory.open(path)) {
            assertEquals(
                    List.of(RunStatus.RUNNING),
                    RunDirectory.list(folder).stream()
                            .map(listed -> listed.manifest().status())
                            .toList());
            try (LogWriter writer = run.recover(record -> {}).writer()) {
                for (List<InteractionEvent> section : SampleLog.sections()) {
                    writer.append(section);
                }
                run.mark(RunStatus.FINISHED, Optional.of(writer.digest()));
            }
            assertTrue(InteractionLog.check(run.log()).ended());
        }
    }

    @Test
    void twoNeverWriteOneRun() throws IOException {
        Path path = folder.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, manifest())) {
            LogException locked =
                    assertThrows(LogException.class, () -> RunDirectory.open(run.path()));
            assertEquals(
                    new LogProblem.Locked(
                            path.toString(), Long.toString(ProcessHandle.current().pid())),
                    locked.problem());
        }
        RunDirectory.open(path).close();
    }

    /** The lock is the system's: another process cannot have it, and its end frees it. */
    @Test
    void anotherProcessIsKeptOut() throws Exception {
        Path path = folder.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, manifest())) {
            assertThrows(LogException.class, () -> RunDirectory.open(run.path()));
            assertEquals(1, RunDirectory.list(folder).size());
            assertEquals("held", other(run.path()));
        }
        assertEquals("free", other(path));
    }

    private static String other(Path run) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProcess.class.getName(),
                                run.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /** Started on its own by the test. */
    static final class OtherProcess {
        public static void main(String[] args) throws IOException {
            System.out.println(RunLock.held(Path.of(args[0])) ? "held" : "free");
        }
    }

    @Test
    void whatIsNoRunIsSaidToBeNone() throws IOException {
        assertInstanceOf(LogProblem.BadRun.class, problem(folder));
        Files.writeString(folder.resolve("run.json"), "{\"formatVersion\": 1}");
        assertInstanceOf(LogProblem.BadRun.class, problem(folder));
        Path full = folder.resolve("full");
        Files.createDirectory(full);
        Files.writeString(full.resolve("x"), "x");
        assertThrows(LogException.class, () -> RunDirectory.create(full, manifest()));
        assertFalse(Files.exists(full.resolve("run.json")));
    }

    private static LogProblem problem(Path run) {
        return assertThrows(LogException.class, () -> RunDirectory.open(run)).problem();
    }

    @Test
    void timingsAreOneObjectALine() throws IOException {
        Path path = folder.resolve("run");
        try (RunDirectory run = RunDirectory.create(path, manifest());
                Timings timings = run.timings()) {
            timings.append(new Timings.Timing("turn", "0.0.0", "ada", 1, 2, 3));
            timings.append(new Timings.Timing("turn", "0.0.1", "ada", 1, 2, 3));
        }
        assertEquals(
                "{\"what\":\"turn\",\"id\":\"0.0.0\",\"agent\":\"ada\",\"startMillis\":1,"
                        + "\"micros\":2,\"tokens\":3}",
                Files.readAllLines(path.resolve("timings.jsonl")).getFirst());
    }
}
