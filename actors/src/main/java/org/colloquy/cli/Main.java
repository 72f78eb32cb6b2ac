package org.colloquy.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entry of {@code ./colloquy}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        VectorModule.resolve();
        Screen screen = Screen.ofProcess();
        int status = execute(screen, args);
        screen.out().flush();
        screen.err().flush();
        System.exit(status);
    }

    /**
     * Runs a command; its exit status. Nothing is thrown: what goes wrong is told on the screen.
     */
    static int execute(Screen screen, String... args) {
        try {
            return commandLine(screen).execute(args);
        } catch (Error broken) {
            return new Complaints(screen).surprise(broken);
        }
    }

    /** The whole command line over one screen; tests run it in-process. */
    static CommandLine commandLine(Screen screen) {
        CommandLine line = new CommandLine(new Colloquy(), new CommandFactory(screen));
        Complaints complaints = new Complaints(screen);
        return line.setOut(new PrintWriter(screen.out(), true))
                .setErr(new PrintWriter(screen.err(), true))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(screen.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.min(screen.columns(), Screen.PAGE_COLUMNS))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints);
    }
}
