package org.colloquy.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Curves over two axes, each with its name at its right end and a faint band for its interval.
 *
 * @param series at least one with a point
 */
public record LineChart(String title, String xName, String yName, List<Series> series) {

    private static final int WIDTH = 960;
    private static final int LEFT = 52;
    private static final int RIGHT = 320;
    private static final int TOP = 30;
    private static final int BOTTOM = 44;
    private static final int LEAST_HEIGHT = 360;
    private static final int NAME_HEIGHT = 16;

    public LineChart {
        series = series.stream().filter(one -> !one.points().isEmpty()).toList();
        if (series.isEmpty()) {
            throw new IllegalArgumentException("a chart of nothing");
        }
    }

    /**
     * One curve.
     *
     * @param hue which colour; from the eighth on they come again, dashed
     * @param points by ascending x
     */
    public record Series(String name, int hue, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }

        Point last() {
            return points.getLast();
        }
    }

    /** A point with the interval of its y. */
    public record Point(double x, double y, double low, double high) {}

    /** The picture, an {@code svg} element. */
    public String svg() {
        return new Drawing().draw();
    }

    private final class Drawing {

        private final int height =
                Math.max(LEAST_HEIGHT, TOP + BOTTOM + NAME_HEIGHT * series.size());
        private final Ticks xTicks;
        private final Ticks yTicks;
        private final Svg svg = new Svg(WIDTH, height, title);

        Drawing() {
            List<Point> all = series.stream().flatMap(one -> one.points().stream()).toList();
            xTicks =
                    Ticks.of(
                            all.stream().mapToDouble(Point::x).min().orElse(0),
                            all.stream().mapToDouble(Point::x).max().orElse(1),
                            7);
            yTicks =
                    Ticks.of(
                            all.stream().mapToDouble(Point::low).min().orElse(0),
                            all.stream().mapToDouble(Point::high).max().orElse(1),
                            6);
        }

        String draw() {
            axes();
            for (Series one : series) {
                String hue = Svg.hue(one.hue());
                svg.area(hue, band(one));
                svg.curve(hue, points(one), one.hue() < 8 ? "" : "6 4");
                for (Point point : one.points()) {
                    svg.dot(hue, x(point.x()), y(point.y()), 2.5, words(one, point));
                }
            }
            names();
            return svg.done();
        }

        private void axes() {
            svg.text("name", "start", LEFT, 16, yName);
            for (double mark : yTicks.marks()) {
                svg.line("rule", LEFT, y(mark), WIDTH - RIGHT, y(mark));
                svg.text("mark", "end", LEFT - 8, y(mark) + 4, yTicks.label(mark));
            }
            double floor = height - BOTTOM;
            for (double mark : xTicks.marks()) {
                svg.line("rule", x(mark), floor, x(mark), floor + 5);
                svg.text("mark", "middle", x(mark), floor + 19, xTicks.label(mark));
            }
            svg.text("name", "end", WIDTH - RIGHT, floor + 38, xName);
        }

        /** Names from the top down, moved apart where they would touch. */
        private void names() {
            List<Series> order = new ArrayList<>(series);
            order.sort(Comparator.comparingDouble(one -> y(one.last().y())));
            double[] places = order.stream().mapToDouble(one -> y(one.last().y())).toArray();
            double bottom = height - BOTTOM;
            for (int i = 0; i < places.length; i++) {
                double above = i == 0 ? TOP : places[i - 1] + NAME_HEIGHT;
                places[i] = Math.max(places[i], above);
            }
            for (int i = places.length - 1; i >= 0; i--) {
                double below = i == places.length - 1 ? bottom : places[i + 1] - NAME_HEIGHT;
                places[i] = Math.min(places[i], below);
            }
            for (int i = 0; i < places.length; i++) {
                Series one = order.get(i);
                String hue = Svg.hue(one.hue());
                double from = WIDTH - RIGHT + 22;
                svg.stroke("lead", hue, x(one.last().x()) + 4, y(one.last().y()), from, places[i]);
                svg.dot(hue, from + 4, places[i], 4, one.name());
                svg.text("name", "start", from + 14, places[i] + 4, one.name());
            }
        }

        private String points(Series one) {
            return one.points().stream()
                    .map(p -> at(p.x(), p.y()))
                    .collect(Collectors.joining(" "));
        }

        private String band(Series one) {
            List<String> outline = new ArrayList<>();
            one.points().forEach(p -> outline.add(at(p.x(), p.high())));
            one.points().reversed().forEach(p -> outline.add(at(p.x(), p.low())));
            return String.join(" ", outline);
        }

        private String at(double x, double y) {
            return String.format(Locale.ROOT, "%.1f,%.1f", x(x), y(y));
        }

        private double x(double value) {
            return LEFT + xTicks.place(value) * (WIDTH - LEFT - RIGHT);
        }

        private double y(double value) {
            return height - BOTTOM - yTicks.place(value) * (height - TOP - BOTTOM);
        }

        private String words(Series one, Point point) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.3f (%.3f to %.3f) at %s",
                    one.name(),
                    point.y(),
                    point.low(),
                    point.high(),
                    xTicks.label(point.x()));
        }
    }
}
