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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloquy.log.LogException;
import org.colloquy.log.LogProblem;
import org.colloquy.question.QuestionFileException;
import org.colloquy.scenario.NearestName;
import org.colloquy.scenario.ScenarioProblems;
import org.colloquy.transformer.ModelFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
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

    /** How picocli lists what an option can be. */
    private static final Pattern CHOICES =
            Pattern.compile("expected one of \\[([^]]*)] \\(case-insensitive\\) but was (.*)");

    private final Screen screen;

    Complaints(Screen screen) {
        this.screen = screen;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        ParameterException worst = unknownOption(mistake, args).orElse(mistake);
        say(reason(worst) + "; " + hint(worst));
        return ExitStatus.BAD_USAGE;
    }

    /** A misspelt option that picocli does not come to speak of because something is missing. */
    private static Optional<ParameterException> unknownOption(
            ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        return Arrays.stream(args)
                .filter(word -> mistake instanceof MissingParameterException)
                .filter(word -> word.startsWith("--") && word.length() > 2)
                .filter(word -> !command.getCommandSpec().optionsMap().containsKey(bare(word)))
                .findFirst()
                .map(word -> new UnmatchedArgumentException(command, List.of(word)));
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
            case ScenarioProblems problems -> {
                problems.problems().forEach(p -> screen.err().println(screen.safe(p.toString())));
                yield ExitStatus.BAD_USAGE;
            }
            case LogException unsound -> {
                say(unsound.problem().sentence() + "; " + unsound.problem().hint());
                yield switch (unsound.problem()) {
                    case LogProblem.BadRun badRun -> ExitStatus.BAD_USAGE;
                    case LogProblem.Locked locked -> ExitStatus.BAD_USAGE;
                    default -> ExitStatus.DIVERGED;
                };
            }
            case ModelFileException unusable -> badUsage(unusable);
            case QuestionFileException unusable -> badUsage(unusable);
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    fileTrouble(wrapped.getCause());
            case IOException trouble -> fileTrouble(trouble);
            default -> surprise(failure);
        };
    }

    private int badUsage(Exception unusable) {
        say(String.valueOf(unusable.getMessage()));
        return ExitStatus.BAD_USAGE;
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
        String message =
                CHOICES.matcher(describe(mistake))
                        .replaceAll(
                                found ->
                                        Matcher.quoteReplacement(
                                                found.group(2)
                                                        + " is none of "
                                                        + found.group(1).toLowerCase(Locale.ROOT)));
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
        return NearestName.of(bare(word), known);
    }

    private static String bare(String option) {
        return option.replaceFirst("=.*", "");
    }

    private static boolean isCommandPlace(CommandLine command) {
        return !command.getSubcommands().isEmpty();
    }

    private static List<String> commandNames(CommandLine command) {
        return List.copyOf(command.getSubcommands().keySet());
    }

    /** Tells of our own mistake in one sentence and where its trace is; the exit status. */
    int surprise(Throwable failure) {
        say("unexpected: " + describe(failure) + "; " + trace(failure));
        return ExitStatus.FAILED;
    }

    private static String trace(Throwable failure) {
        try {
            Path file = Files.createTempFile("colloquy-trace-", ".txt");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
            return "the full trace is in " + file;
        } catch (IOException unwritable) {
            return "run again with --debug for the full trace";
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
