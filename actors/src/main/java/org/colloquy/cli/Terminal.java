package org.colloquy.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What can be known of the terminal without a native library.
 *
 * <p>The launcher tells by {@code -Dcolloquy.terminal=true|false} whether standard output is one;
 * without it the JVM's own answer stands, which also wants standard input to be one.
 */
final class Terminal {

    private static final int PATIENCE_MILLIS = 300;

    private Terminal() {}

    static boolean outIsTerminal() {
        String told = System.getProperty("colloquy.terminal");
        if (told != null) {
            return Boolean.parseBoolean(told);
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** The width by {@code COLUMNS}, else by {@code stty}; empty where neither tells. */
    static OptionalInt columns() {
        String told = System.getenv("COLUMNS");
        if (told != null && told.matches("[1-9][0-9]{0,3}")) {
            return OptionalInt.of(Integer.parseInt(told));
        }
        return columnsByStty();
    }

    private static OptionalInt columnsByStty() {
        File terminal = new File("/dev/tty");
        if (!terminal.exists()) {
            return OptionalInt.empty();
        }
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(terminal)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            return parse(
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException noStty) {
            return OptionalInt.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** The second number of {@code rows columns}. */
    private static OptionalInt parse(String size) {
        String[] numbers = size.strip().split(" ", -1);
        return numbers.length == 2 && numbers[1].matches("[1-9][0-9]{0,3}")
                ? OptionalInt.of(Integer.parseInt(numbers[1]))
                : OptionalInt.empty();
    }
}
