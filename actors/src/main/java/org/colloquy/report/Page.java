package org.colloquy.report;

import java.util.List;
import java.util.Set;

/** An HTML page that needs nothing beside itself: tables and pictures below one title. */
public final class Page {

    private static final String STYLE =
            """
            body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
              max-width: 1060px; margin: 2.5rem auto; padding: 0 1.25rem; }
            h1 { font-size: 1.5rem; margin-bottom: .25rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            p { color: var(--dim); margin: .25rem 0 1rem; }
            .wide { overflow-x: auto; margin: 1rem 0 1.75rem; } svg { max-width: 100%; height: auto; }
            table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
            th, td { padding: .3rem .55rem; text-align: right; border-bottom: 1px solid var(--rule);
              white-space: nowrap; }
            th { color: var(--dim); font-weight: 600; } td:first-child, th:first-child { text-align: left; }
            details { border: 1px solid var(--rule); border-radius: 6px; margin: .4rem 0; padding: .4rem .7rem; }
            summary { cursor: pointer; overflow-wrap: anywhere; } .said { margin: .4rem 0; padding-left: .6rem; border-left: 3px solid var(--rule);
              white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
            .said.right { border-color: var(--c2); } .said.wrong { border-color: var(--c1); }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    public Page(String title) {
        this.title = title;
        body.append("<h1>").append(Svg.escaped(title)).append("</h1>\n");
    }

    public Page heading(String words) {
        body.append("<h2>").append(Svg.escaped(words)).append("</h2>\n");
        return this;
    }

    public Page paragraph(String words) {
        body.append("<p>").append(Svg.escaped(words)).append("</p>\n");
        return this;
    }

    /** A chart's {@code svg} element, as it is. */
    public Page picture(String svg) {
        body.append("<div class=\"wide\">\n").append(svg).append("</div>\n");
        return this;
    }

    /** The first row is the heading. */
    public Page table(List<List<String>> rows) {
        body.append("<div class=\"wide\"><table>\n");
        for (int i = 0; i < rows.size(); i++) {
            String cell = i == 0 ? "th" : "td";
            body.append("<tr>");
            for (String words : rows.get(i)) {
                body.append("<%s>%s</%s>".formatted(cell, Svg.escaped(words), cell));
            }
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /**
     * A part that is folded up until it is asked for.
     *
     * @param rows a speaker and what was said, each
     */
    public Page folded(String summary, List<Said> rows) {
        body.append("<details><summary>").append(Svg.escaped(summary)).append("</summary>\n");
        for (Said said : rows) {
            body.append(
                    "<div class=\"said %s\"><b>%s</b> %s</div>%n"
                            .formatted(
                                    said.tone(),
                                    Svg.escaped(said.speaker()),
                                    Svg.escaped(said.words())));
        }
        body.append("</details>\n");
        return this;
    }

    /**
     * A speaker's words.
     *
     * @param tone {@code right}, {@code wrong}, or nothing
     */
    public record Said(String speaker, String words, String tone) {
        public Said {
            if (!Set.of("right", "wrong", "").contains(tone)) {
                throw new IllegalArgumentException("tone '" + tone + "'");
            }
        }
    }

    /** The whole page. */
    public String html() {
        return "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                + " style-src 'unsafe-inline'\">\n<title>"
                + Svg.escaped(title)
                + "</title>\n<style>\n"
                + Svg.STYLE
                + STYLE
                + "</style></head>\n<body>\n"
                + body
                + "</body>\n</html>\n";
    }
}
