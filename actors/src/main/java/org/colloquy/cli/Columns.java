package org.colloquy.cli;

import java.util.ArrayList;
import java.util.List;

/** Lays rows of words out as columns: the first to the left, the others to the right. */
final class Columns {

    private static final String GAP = "  ";

    private Columns() {}

    /** The first row is the heading. */
    static String of(List<List<String>> rows, Screen screen) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String words = screen.safe(row.get(column));
                int width = width(rows, column, screen);
                line.append(column == 0 ? "" : GAP)
                        .append(
                                column == 0
                                        ? Paragraph.pad(words, width)
                                        : " ".repeat(width - Paragraph.width(words)) + words);
            }
            String text = line.toString().stripTrailing();
            lines.add(lines.isEmpty() ? screen.palette().dim(text) : text);
        }
        return String.join("\n", lines);
    }

    private static int width(List<List<String>> rows, int column, Screen screen) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> Paragraph.width(screen.safe(row.get(column))))
                .max()
                .orElse(0);
    }
}
