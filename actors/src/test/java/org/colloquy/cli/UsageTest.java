package org.colloquy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.transformer.ModelFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What holds for every command: help with examples, and one clear line for bad usage. */
final class UsageTest {

    @Test
    void everyCommandsHelpHasAnExampleAndFitsThePage() {
        for (List<String> path : commandPaths()) {
            List<String> arguments = new ArrayList<>(path);
            arguments.add("--help");
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertEquals(ExitStatus.WELL, run.status(), path.toString());
            assertTrue(run.out().contains("Example"), path + "\n" + run.out());
            assertTrue(run.out().contains("  ./colloquy"), path + "\n" + run.out());
            run.out()
                    .lines()
                    .forEach(
                            line ->
                                    assertTrue(
                                            line.length() <= Screen.PAGE_COLUMNS,
                                            path + ": " + line));
        }
    }

    @Test
    void anUnknownOptionOfAnyCommandIsOneLineWithAHint() {
        for (List<String> path : commandPaths()) {
            List<String> arguments = new ArrayList<>(path);
            arguments.add("--hlep");
            CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
            assertEquals(ExitStatus.BAD_USAGE, run.status(), path.toString());
            assertEquals(
                    "colloquy: unknown option '--hlep'; did you mean '--help'?\n",
                    run.err(),
                    path.toString());
        }
    }

    @Test
    void aMistypedCommandNamesTheNearest() {
        CommandRun run = CommandRun.of("docter");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertEquals("colloquy: unknown command 'docter'; did you mean 'doctor'?\n", run.err());
    }

    @Test
    void aCommandLikeNoOtherListsThemAll() {
        CommandRun run = CommandRun.of("xyzzy");
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("doctor, "), run.err());
        assertEquals(1, run.err().lines().count());
    }

    @Test
    void nothingAtAllShowsTheHelpAsBadUsage() {
        CommandRun run = CommandRun.of();
        assertEquals(ExitStatus.BAD_USAGE, run.status());
        assertTrue(run.err().contains("Commands:"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void helpIsTheSameBehindAndBefore() {
        assertEquals(CommandRun.of("doctor", "--help"), CommandRun.of("help", "doctor"));
        assertEquals(ExitStatus.BAD_USAGE, CommandRun.of("help", "docter").status());
    }

    @Test
    void theVersionNamesTheProductAndItsJava() {
        CommandRun run = CommandRun.of("--version");
        assertEquals(ExitStatus.WELL, run.status());
        assertTrue(
                run.out().matches("colloquy \\d+\\.\\d+\\.\\d+\\S* \\(Java 2[5-9].*\\)\n"),
                run.out());
    }

    @Test
    void theCompletionScriptKnowsEveryCommand() {
        for (String shell : List.of("bash", "zsh")) {
            CommandRun run = CommandRun.of("completion", shell);
            assertEquals(ExitStatus.WELL, run.status());
            for (List<String> path : commandPaths()) {
                assertTrue(path.isEmpty() || run.out().contains(path.getLast()), path.toString());
            }
        }
        assertEquals(ExitStatus.BAD_USAGE, CommandRun.of("completion", "fish").status());
    }

    @Test
    void ourOwnMistakeIsOneSentenceAndTheTraceIsInAFile() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = Screen.plain(new ByteArrayOutputStream(), err);
        int status =
                new Complaints(screen)
                        .handleExecutionException(
                                new IllegalStateException("the cat\u001b[2J ate it"),
                                Main.commandLine(screen),
                                Main.commandLine(screen).parseArgs());
        assertEquals(ExitStatus.FAILED, status);
        String said = err.toString(UTF_8);
        assertTrue(said.contains("the cat\\x1b[2J ate it; the full trace is in "), said);
        assertFalse(said.contains("\tat "), said);
        assertEquals(1, said.lines().count());
    }

    @Test
    void aModelThatCannotBeReadIsBadUsageOfAnyCommand() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen = Screen.plain(new ByteArrayOutputStream(), err);
        int status =
                new Complaints(screen)
                        .handleExecutionException(
                                new ModelFileException("models/cid", "no such folder"),
                                Main.commandLine(screen),
                                Main.commandLine(screen).parseArgs());
        assertEquals(ExitStatus.BAD_USAGE, status);
        assertEquals("colloquy: models/cid: no such folder\n", err.toString(UTF_8));
    }

    /** Every command's words, the empty list for the top one. */
    static List<List<String>> commandPaths() {
        List<List<String>> paths = new ArrayList<>();
        collect(List.of(), commandLine(), paths);
        return paths;
    }

    static CommandLine commandLine() {
        return Main.commandLine(
                Screen.plain(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
    }

    private static void collect(List<String> path, CommandLine command, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands()
                .forEach(
                        (name, below) -> {
                            List<String> longer = new ArrayList<>(path);
                            longer.add(name);
                            collect(List.copyOf(longer), below, paths);
                        });
    }
}
