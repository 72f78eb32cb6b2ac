package org.colloquy.report;

import java.util.List;
import java.util.Locale;

/**
 * One row for each value: a dot with its interval, over one axis, with a line at a value to compare
 * with.
 *
 * @param rows at least one
 * @param zero where that line is
 */
public record DotChart(String title, String xName, List<Row> rows, double zero) {

    private static final int WIDTH = 960;
    private static final int LEFT = 320;
    private static final int RIGHT = 120;
    private static final int TOP = 10;
    private static final int ROW = 26;
    private static final int BOTTOM = 48;

    public DotChart {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a chart of nothing");
        }
    }

    /**
     * One dot.
     *
     * @param words the value, written behind the interval
     */
    public record Row(String name, int hue, double value, double low, double high, String words) {}

    /** The picture, an {@code svg} element. */
    public String svg() {
        int height = TOP + ROW * rows.size() + BOTTOM;
        Svg svg = new Svg(WIDTH, height, title);
        Ticks ticks =
                Ticks.of(
                        Math.min(zero, rows.stream().mapToDouble(Row::low).min().orElse(0)),
                        Math.max(zero, rows.stream().mapToDouble(Row::high).max().orElse(1)),
                        6);
        double floor = height - BOTTOM;
        for (double mark : ticks.marks()) {
            svg.line("rule", x(ticks, mark), TOP, x(ticks, mark), floor);
            svg.text("mark", "middle", x(ticks, mark), floor + 18, ticks.label(mark));
        }
        svg.line("zero", x(ticks, zero), TOP, x(ticks, zero), floor);
        svg.text("name", "end", WIDTH - RIGHT, floor + 38, xName);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = TOP + ROW * (i + 0.5);
            String hue = Svg.hue(row.hue());
            svg.text("name", "end", LEFT - 16, y + 4, row.name());
            svg.stroke("curve", hue, x(ticks, row.low()), y, x(ticks, row.high()), y);
            svg.dot(hue, x(ticks, row.value()), y, 4.5, describe(row));
            svg.text("mark", "start", WIDTH - RIGHT + 14, y + 4, row.words());
        }
        return svg.done();
    }

    private static double x(Ticks ticks, double value) {
        return LEFT + ticks.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static String describe(Row row) {
        return String.format(
                Locale.ROOT,
                "%s: %.3f (%.3f to %.3f)",
                row.name(),
                row.value(),
                row.low(),
                row.high());
    }
}
