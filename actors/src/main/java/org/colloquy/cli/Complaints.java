package org.colloquy.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line and an exit status.
 *
 * <p>Mistakes of the user get the reason and a hint. Anything else is our mistake: one sentence,
 * and the trace goes to a file, or to the screen under {@code --debug}.
 */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Screen screen;

    Complaints(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        say(reason(mistake) + "; " + hint(mistake));
        return ExitStatus.BAD_USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (debug(commandLine)) {
            failure.printStackTrace(screen.err());
        }
        return switch (failure) {
            case ParameterException mistake -> handleParseException(mistake, new String[0]);
            case CommandFailure known -> {
                say(known.line());
                yield known.exitStatus();
            }
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    fileTrouble(wrapped.getCause());
            case IOException trouble -> fileTrouble(trouble);
            default -> {
                say(surprise(failure));
                yield ExitStatus.FAILED;
            }
        };
    }

    private int fileTrouble(IOException trouble) {
        say(
                switch (trouble) {
                    case NoSuchFileException missing ->
                            missing.getFile() + ": no such file; check the path";
                    case FileSystemException system -> system.getFile() + ": " + cause(system);
                    default -> "reading or writing failed: " + describe(trouble);
                });
        return ExitStatus.FAILED;
    }

    private static String cause(FileSystemException trouble) {
        String reason = trouble.getReason();
        return reason == null ? trouble.getClass().getSimpleName() : reason;
    }

    private static String reason(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (unmatched.isUnknownOption()) {
                return "unknown option '" + first + "'";
            }
            return isCommandPlace(mistake.getCommandLine())
                    ? "unknown command '" + first + "'"
                    : "one argument too many: '" + first + "'";
        }
        String message = describe(mistake);
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static String hint(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            Optional<String> near = nearest(unmatched.getUnmatched().getFirst(), command);
            if (near.isPresent()) {
                return "did you mean '" + near.get() + "'?";
            }
        }
        if (isCommandPlace(command)) {
            return "one of "
                    + String.join(", ", commandNames(command))
                    + "; see '"
                    + name
                    + " --help'";
        }
        return "see '" + name + " --help'";
    }

    private static Optional<String> nearest(String word, CommandLine command) {
        List<String> known =
                word.startsWith("-")
                        ? List.copyOf(command.getCommandSpec().optionsMap().keySet())
                        : commandNames(command);
        String bare = word.replaceFirst("=.*", "");
        return known.stream()
                .filter(candidate -> distance(bare, candidate) <= Math.max(1, bare.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(bare, candidate)));
    }

    private static boolean isCommandPlace(CommandLine command) {
        return !command.getSubcommands().isEmpty();
    }

    private static List<String> commandNames(CommandLine command) {
        return List.copyOf(command.getSubcommands().keySet());
    }

    /** Levenshtein's distance, in one row. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private String surprise(Exception failure) {
        String what = "unexpected: " + describe(failure);
        try {
            Path file = Files.createTempFile("colloquy-trace-", ".txt");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
            return what + "; the full trace is in " + file;
        } catch (IOException unwritable) {
            return what + "; run again with --debug for the full trace";
        }
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }

    private static boolean debug(CommandLine commandLine) {
        CommandLine top = commandLine;
        while (top.getParent() != null) {
            top = top.getParent();
        }
        return top.getCommand() instanceof Colloquy colloquy && colloquy.debug();
    }

    private void say(String line) {
        Palette palette = screen.palette();
        screen.err().println(palette.bad("colloquy:") + " " + screen.safe(line));
    }
}
