package org.colloquy.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The item-response picture: P(right) by difficulty, a curve for each ability by the 1.7 logistic,
 * and a dot for each question.
 *
 * @param abilities at least one
 */
public record ResponseChart(String title, List<Ability> abilities, List<Asked> questions) {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 380;
    private static final int LEFT = 52;
    private static final int RIGHT = 160;
    private static final int TOP = 30;
    private static final int BOTTOM = 44;
    private static final int POINTS = 120;
    private static final double SCALE = 1.7;
    private static final int COOPERATE_HUE = 2;
    private static final int COMPETE_HUE = 1;

    public ResponseChart {
        abilities = List.copyOf(abilities);
        questions = List.copyOf(questions);
        if (abilities.isEmpty()) {
            throw new IllegalArgumentException("a chart of nothing");
        }
    }

    /** An agent's. */
    public record Ability(String agent, int hue, double value) {}

    /**
     * A question.
     *
     * @param pooled the agents' pooled P(right)
     * @param cooperate whether they met it as colleagues
     */
    public record Asked(String words, double difficulty, double pooled, boolean cooperate) {}

    /** The picture, an {@code svg} element. */
    public String svg() {
        double least =
                Math.min(-2, questions.stream().mapToDouble(Asked::difficulty).min().orElse(0));
        double most =
                Math.max(2, questions.stream().mapToDouble(Asked::difficulty).max().orElse(0));
        Ticks x = Ticks.of(least, most, 6);
        Ticks y = Ticks.of(0, 1, 4);
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text("name", "start", LEFT, 16, "P(right)");
        for (double mark : y.marks()) {
            svg.line("rule", LEFT, y(y, mark), WIDTH - RIGHT, y(y, mark));
            svg.text("mark", "end", LEFT - 8, y(y, mark) + 4, y.label(mark));
        }
        svg.line("zero", LEFT, y(y, 0.5), WIDTH - RIGHT, y(y, 0.5));
        for (double mark : x.marks()) {
            svg.text("mark", "middle", x(x, mark), HEIGHT - BOTTOM + 19, x.label(mark));
        }
        svg.text("name", "end", WIDTH - RIGHT, HEIGHT - 6, "difficulty");
        int row = 0;
        for (Ability ability : abilities) {
            svg.curve(Svg.hue(ability.hue()), curve(ability, x, y), "");
            svg.dot(Svg.hue(ability.hue()), WIDTH - RIGHT + 20, TOP + 18.0 * row, 4, "");
            svg.text("name", "start", WIDTH - RIGHT + 30, TOP + 4 + 18.0 * row, ability.agent());
            row++;
        }
        for (Asked asked : questions) {
            String hue = Svg.hue(asked.cooperate() ? COOPERATE_HUE : COMPETE_HUE);
            svg.dot(hue, x(x, asked.difficulty()), y(y, asked.pooled()), 4, asked.words());
        }
        return svg.done();
    }

    private static String curve(Ability ability, Ticks x, Ticks y) {
        return IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> x.low() + (x.high() - x.low()) * i / POINTS)
                .mapToObj(
                        at ->
                                String.format(
                                        Locale.ROOT,
                                        "%.1f,%.1f",
                                        x(x, at),
                                        y(y, chance(ability.value(), at))))
                .collect(Collectors.joining(" "));
    }

    private static double chance(double ability, double difficulty) {
        return 1 / (1 + Math.exp(-SCALE * (ability - difficulty)));
    }

    private static double x(Ticks ticks, double value) {
        return LEFT + ticks.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Ticks ticks, double value) {
        return HEIGHT - BOTTOM - ticks.place(value) * (HEIGHT - TOP - BOTTOM);
    }
}
