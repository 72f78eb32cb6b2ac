package org.colloquy.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The tour of the README: its run as shown there, on a terminal, interrupted and resumed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuickstartTest {

    private static final String SCENARIO = "scenarios/quickstart.yaml";
    private static final String RUN = "./colloquy run " + SCENARIO;

    /** Few dialogues at once: on a slow machine each turn still ends long before its timeout. */
    private static final String FEW = "8";

    @TempDir static Path folder;

    private final Colloquy ascii = Colloquy.with("-Dstdout.encoding=US-ASCII");
    private Path whole = Path.of("");
    private String printed = "";

    @BeforeAll
    void undisturbed() {
        whole = folder.resolve("whole");
        Colloquy.Result result =
                ascii.run("run", SCENARIO, "--run-dir", whole.toString(), "--in-flight", FEW);
        assertEquals(0, result.exitCode(), result.out() + result.err());
        printed = result.out();
    }

    @Test
    void theReadmeShowsWhatTheRunPrints() throws IOException {
        requireInOrder(block(RUN), printed, RUN);
    }

    @Test
    void theReadmeShowsWhatTheReplayPrints() throws IOException {
        String replay = "./colloquy replay ";
        Colloquy.Result result = ascii.run("replay", whole.toString(), "--verify");
        assertEquals(0, result.exitCode(), result.out() + result.err());
        requireInOrder(block(replay), result.out(), replay + "RUN --verify");
    }

    @Test
    void whatIsNoTerminalGetsPlainLines() {
        assertFalse(printed.contains("\u001b") || printed.contains("\r"), printed);
        assertEquals(
                48, printed.lines().filter(line -> line.startsWith("Dialogue ")).count(), printed);
    }

    /** Nothing is read between the interruption and the sight of it, so the run cannot end. */
    @Test
    void aTerminalShowsHowFarItIsAndCtrlCCanBeResumed() throws Exception {
        Optional<PseudoTerminal> opened = PseudoTerminal.open();
        assumeTrue(opened.isPresent(), "not tested: this system gives no pseudo-terminals");
        Path run = folder.resolve("interrupted");
        ProcessBuilder command =
                Colloquy.with("-Dcolloquy.terminal=true")
                        .command(
                                "run",
                                SCENARIO,
                                "--run-dir",
                                run.toString(),
                                "--threads",
                                "1",
                                "--in-flight",
                                "1");
        command.environment().putAll(Map.of("TERM", "xterm", "COLUMNS", "100"));
        try (PseudoTerminal terminal = opened.get()) {
            Process process = terminal.start(command);
            try {
                Pattern progress =
                        Pattern.compile(
                                "\r\u001b\\[K\\S+ +\\d+/48  \\d+ turns  [0-9.]+k? tok/s"
                                        + "  \\d+% right  \\d+ coop \\d+ comp  \\d+:\\d\\d left");
                assertTrue(
                        terminal.readUntil(text -> progress.matcher(text).find()), terminal.text());
                assertTrue(terminal.text().contains("Dialogue 0.0.0"), terminal.text());
                PseudoTerminal.interrupt(process);
                terminal.readUntil(text -> false);
                assertTrue(process.waitFor(240, TimeUnit.SECONDS), terminal.text());
                requireFarewell(terminal.text(), run);
                assertEquals(130, process.exitValue(), terminal.text());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Colloquy.Result resumed = ascii.run("resume", run.toString(), "--in-flight", FEW);
        assertEquals(0, resumed.exitCode(), resumed.out() + resumed.err());
        assertEquals(digest(printed), digest(resumed.out()));
        assertArrayEquals(log(whole), log(run));
    }

    private static void requireFarewell(String text, Path run) {
        List<String> lines = text.lines().toList();
        assertEquals("resume  ./colloquy resume " + run, lines.getLast(), text);
        assertTrue(lines.get(lines.size() - 2).startsWith("interrupted: "), text);
        String farewell = text.substring(text.lastIndexOf("agent   first idea"));
        assertFalse(farewell.contains("\u001b[K"), text);
    }

    /** Each passage between the block's dots is printed, one after the other. */
    private static void requireInOrder(String block, String printed, String command) {
        String all = timeless(printed);
        int from = 0;
        for (String passage : timeless(block).split("\n\\.\\.\\.\n")) {
            int at = all.indexOf(passage.strip(), from);
            assertTrue(
                    at >= from,
                    "README.md shows what is no longer printed; remake it from the output of\n  "
                            + command
                            + " | cat\nThe passage:\n"
                            + passage.strip()
                            + "\nPrinted:\n"
                            + all);
            from = at + passage.strip().length();
        }
    }

    /** What the README's first block of this command shows of its output. */
    private static String block(String command) throws IOException {
        String page = Files.readString(Colloquy.repository().resolve("README.md"));
        int start = page.indexOf("\n$ " + command);
        assertTrue(start >= 0, "README.md does not show " + command);
        int output = page.indexOf('\n', start + 1) + 1;
        return page.substring(output, page.indexOf("\n```", output));
    }

    /** The text without what differs from run to run: the folder and the time. */
    private static String timeless(String text) {
        return text.replaceAll("\\S+/whole\\b|runs/\\S+", "RUN")
                .replaceAll(" in \\d+\\.\\d s\\b", " in S s");
    }

    private static String digest(String printed) {
        return printed.lines().filter(line -> line.startsWith("digest ")).findFirst().orElseThrow();
    }

    private static byte[] log(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("interactions.jsonl"));
    }
}
