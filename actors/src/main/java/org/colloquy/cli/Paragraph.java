package org.colloquy.cli;

import java.util.regex.Pattern;

/** Breaks text between words so that lines fit, with a hanging indent. */
final class Paragraph {

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

    private Paragraph() {}

    /**
     * The text behind its lead, on as many lines as it takes; a longer word keeps a line to itself.
     *
     * @param lead what the first line starts with, {@code indent} characters wide
     * @param columns longest line; 0 for a single line however long
     */
    static String of(String lead, int indent, String text, int columns) {
        StringBuilder lines = new StringBuilder(lead);
        int room = columns == 0 ? Integer.MAX_VALUE : columns - indent;
        int used = 0;
        for (String word : text.split(" +")) {
            int width = width(word);
            if (used > 0 && used + 1 + width > room) {
                lines.append('\n').append(" ".repeat(indent));
                used = 0;
            } else if (used > 0) {
                lines.append(' ');
                used++;
            }
            lines.append(word);
            used += width;
        }
        return lines.toString();
    }

    /** How many characters are seen: colours take no room. */
    static int width(String text) {
        String seen = text.indexOf('\u001b') < 0 ? text : COLOURS.matcher(text).replaceAll("");
        return seen.codePointCount(0, seen.length());
    }

    /** The text with blanks behind it up to {@code width} seen characters. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }
}
