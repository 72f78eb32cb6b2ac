package org.colloquy.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Abilities and difficulties on one scale: above, each model with its 95 % interval; below, how
 * many questions are how hard.
 *
 * @param models any number; the most able {@link #MAX_MODELS} are drawn
 * @param difficulties of the questions
 */
public record WrightMap(String title, List<Placed> models, List<Double> difficulties) {

    public static final int MAX_MODELS = 60;

    private static final int WIDTH = 960;
    private static final int LEFT = 180;
    private static final int RIGHT = 40;
    private static final int ROW = 18;
    private static final int TOP = 34;
    private static final int BARS = 150;
    private static final int BOTTOM = 40;
    private static final int BINS = 48;
    private static final double Z = 1.96;

    public WrightMap {
        models = List.copyOf(models);
        difficulties = List.copyOf(difficulties);
    }

    /** A model. */
    public record Placed(String name, double ability, double standardError) {}

    /** The picture, an {@code svg} element. */
    public String svg() {
        List<Placed> drawn =
                models.stream()
                        .sorted(Comparator.comparingDouble(Placed::ability).reversed())
                        .limit(MAX_MODELS)
                        .toList();
        double least =
                Math.min(
                        drawn.stream()
                                .mapToDouble(m -> m.ability() - Z * m.standardError())
                                .min()
                                .orElse(-1),
                        difficulties.stream().mapToDouble(d -> d).min().orElse(-1));
        double most =
                Math.max(
                        drawn.stream()
                                .mapToDouble(m -> m.ability() + Z * m.standardError())
                                .max()
                                .orElse(1),
                        difficulties.stream().mapToDouble(d -> d).max().orElse(1));
        Ticks x = Ticks.of(Math.max(-8, least), Math.min(8, most), 8);
        int base = TOP + drawn.size() * ROW + 24 + BARS;
        Svg svg = new Svg(WIDTH, base + BOTTOM, title);
        for (double mark : x.marks()) {
            svg.line("rule", x(x, mark), TOP, x(x, mark), base);
            svg.text("mark", "middle", x(x, mark), base + 18, x.label(mark));
        }
        svg.text("name", "start", LEFT, 16, "models: ability and its 95 % interval");
        for (int i = 0; i < drawn.size(); i++) {
            Placed model = drawn.get(i);
            double y = TOP + i * ROW + ROW / 2.0;
            svg.text("name", "end", LEFT - 10, y + 4, shortened(model.name()));
            svg.line(
                    "zero",
                    x(x, model.ability() - Z * model.standardError()),
                    y,
                    x(x, model.ability() + Z * model.standardError()),
                    y);
            svg.dot(Svg.hue(0), x(x, model.ability()), y, 4, model.name());
        }
        bars(svg, x, base);
        svg.text("name", "start", LEFT, base - BARS - 6, "questions: how many are how hard");
        return svg.done();
    }

    private void bars(Svg svg, Ticks x, int base) {
        int[] counts = new int[BINS];
        double width = (x.high() - x.low()) / BINS;
        for (double difficulty : difficulties) {
            int bin = (int) Math.floor((difficulty - x.low()) / width);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        int highest = 1;
        for (int count : counts) {
            highest = Math.max(highest, count);
        }
        for (int bin = 0; bin < BINS; bin++) {
            double from = x(x, x.low() + bin * width);
            double to = x(x, x.low() + (bin + 1) * width);
            double top = base - (double) BARS * counts[bin] / highest;
            if (counts[bin] > 0) {
                svg.area(
                        Svg.hue(2),
                        String.format(
                                Locale.ROOT,
                                "%.1f,%d %.1f,%.1f %.1f,%.1f %.1f,%d",
                                from + 1,
                                base,
                                from + 1,
                                top,
                                to,
                                top,
                                to,
                                base));
                svg.stroke("curve", Svg.hue(2), from + 1, top, to, top);
            }
        }
    }

    private static double x(Ticks ticks, double value) {
        double place = Math.max(0, Math.min(1, ticks.place(value)));
        return LEFT + (WIDTH - LEFT - RIGHT) * place;
    }

    /** The picture as a file of its own. */
    public String file() {
        String svg = svg();
        int body = svg.indexOf('>') + 1;
        return svg.substring(0, body).replace("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                + "\n<style>"
                + Svg.STYLE
                + "svg { background: var(--page); }</style>"
                + svg.substring(body);
    }

    private static String shortened(String name) {
        return name.length() <= 26 ? name : name.substring(0, 25) + "~";
    }
}
