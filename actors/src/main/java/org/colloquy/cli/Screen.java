package org.colloquy.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command writes, and what that place can show.
 *
 * <p>Text of models and files goes through {@link #safe} on its way to a reader: control characters
 * become visible escapes, so that no text can move the cursor, and characters that the encoding
 * lacks become escapes too.
 *
 * @param out results: the conversation, tables, JSON
 * @param err progress and problems
 * @param live whether {@code out} is a terminal, so that lines may be rewritten in place
 * @param colour whether colours may be used
 * @param unicode whether characters beyond ASCII can be shown
 * @param columns width of the terminal, or of a page
 */
record Screen(
        PrintStream out,
        PrintStream err,
        boolean live,
        boolean colour,
        boolean unicode,
        int columns) {

    static final int PAGE_COLUMNS = 80;
    private static final int NARROWEST = 40;

    Screen {
        columns = Math.max(NARROWEST, columns);
    }

    /** The process's own standard streams. */
    static Screen ofProcess() {
        boolean live = Terminal.outIsTerminal();
        Charset charset = charset("stdout.encoding");
        return new Screen(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, charset("stderr.encoding")),
                live,
                live && colourAllowed(),
                charset.equals(StandardCharsets.UTF_8),
                live ? Terminal.columns().orElse(PAGE_COLUMNS) : PAGE_COLUMNS);
    }

    /** A place without any abilities that takes everything as UTF-8. */
    static Screen plain(OutputStream out, OutputStream err) {
        return new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                true,
                PAGE_COLUMNS);
    }

    Palette palette() {
        return new Palette(colour);
    }

    /** The tick or the cross, or their ASCII stand-ins. */
    String mark(boolean right) {
        if (unicode) {
            return right ? "\u2713" : "\u2717";
        }
        return right ? "+" : "x";
    }

    /** The text with control, format and unshowable characters as escapes; line ends stay. */
    String safe(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n')) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        point -> {
                            if (showable(point)) {
                                shown.appendCodePoint(point);
                            } else {
                                appendEscape(shown, point);
                            }
                        });
        return shown.toString();
    }

    private boolean showable(int point) {
        if (point < 0x7f) {
            return point >= ' ' || point == '\n';
        }
        return unicode
                && switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR ->
                            false;
                    default -> true;
                };
    }

    private static void appendEscape(StringBuilder shown, int point) {
        switch (point) {
            case '\t' -> shown.append("\\t");
            case '\r' -> shown.append("\\r");
            default -> {
                if (point < 0x100) {
                    shown.append(String.format("\\x%02x", point));
                } else {
                    shown.append(String.format("\\u{%x}", point));
                }
            }
        }
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(new FileOutputStream(descriptor), true, charset);
    }

    private static Charset charset(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .filter(Charset::isSupported)
                .map(Charset::forName)
                .orElse(StandardCharsets.US_ASCII);
    }

    private static boolean colourAllowed() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
