package org.colloquy.report;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds one SVG picture; its classes get their colours from {@link #STYLE}. */
final class Svg {

    /** Colours for light and dark pages; hues that the colour-blind can tell apart come first. */
    static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1c1e21; --dim: #5f6670; --rule: #dfe2e6;
              --page: #ffffff; --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #b5478f;
              --c4: #9a7500; --c5: #3a9fd6; --c6: #7a52c7; --c7: #6b6b6b; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --dim: #a2a9b3;
              --rule: #3a3f47; --page: #17191c; --c0: #56b0ec; --c1: #ff8f52; --c2: #3fd0a0;
              --c3: #e790c9; --c4: #e2bd4f; --c5: #9bd8f7; --c6: #b79cf2; --c7: #b0b0b0; } }
            svg text { font: 12px system-ui, sans-serif; fill: var(--dim); }
            svg .name { fill: var(--ink); } svg .rule { stroke: var(--rule); }
            svg .zero { stroke: var(--dim); stroke-dasharray: 3 3; }
            svg .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
            svg .lead { stroke-width: 1; opacity: .5; }
            """;

    private static final int HUES = 8;

    private static final Pattern UNSEEN =
            Pattern.compile(
                    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f"
                            + "\\x{200b}-\\x{200f}\\x{2028}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}]");

    private final StringBuilder picture = new StringBuilder();

    Svg(int width, int height, String title) {
        picture.append(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" width=\"%d\">%n"
                        .formatted(width, height, escaped(title), width));
    }

    /**
     * {@code &}, {@code <}, {@code >} and quotation marks as entities; control characters, and
     * marks that turn the direction of text, as escapes such as {@code \x1b}.
     */
    static String escaped(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(escape(match.group().charAt(0))))
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String escape(char unseen) {
        return unseen < 256
                ? String.format(Locale.ROOT, "\\x%02x", (int) unseen)
                : String.format(Locale.ROOT, "\\u%04x", (int) unseen);
    }

    /** The colour of the index-th series. */
    static String hue(int index) {
        return "var(--c" + index % HUES + ")";
    }

    void line(String kind, double x1, double y1, double x2, double y2) {
        picture.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                        kind,
                        x1,
                        y1,
                        x2,
                        y2));
    }

    /** A line in a series' colour. */
    void stroke(String kind, String hue, double x1, double y1, double x2, double y2) {
        picture.append(
                String.format(
                        Locale.ROOT,
                        "<line class=\"%s\" stroke=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\""
                                + " y2=\"%.1f\"/>%n",
                        kind,
                        hue,
                        x1,
                        y1,
                        x2,
                        y2));
    }

    /**
     * @param anchor start, middle or end
     */
    void text(String kind, String anchor, double x, double y, String words) {
        picture.append(
                String.format(
                        Locale.ROOT,
                        "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                        kind,
                        anchor,
                        x,
                        y,
                        escaped(words)));
    }

    /** A dot with words that a pointer over it shows. */
    void dot(String hue, double x, double y, double radius, String words) {
        picture.append(
                String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"><title>%s</title>"
                                + "</circle>%n",
                        x,
                        y,
                        radius,
                        hue,
                        escaped(words)));
    }

    /**
     * @param points such as {@code 1,2 3,4}
     * @param dash as in SVG; empty for a whole line
     */
    void curve(String hue, String points, String dash) {
        String dashes = dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
        picture.append(
                "<polyline class=\"curve\" stroke=\"%s\"%s points=\"%s\"/>%n"
                        .formatted(hue, dashes, points));
    }

    /** A filled area, faint. */
    void area(String hue, String points) {
        picture.append(
                "<polygon fill=\"%s\" opacity=\".13\" points=\"%s\"/>%n".formatted(hue, points));
    }

    String done() {
        return picture + "</svg>\n";
    }
}
