package org.colloquy.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.colloquy.irt.Calibration;
import org.colloquy.irt.Calibration.Item;
import org.colloquy.irt.Calibration.Subject;
import org.colloquy.irt.ResponseTable;
import org.colloquy.report.Page;
import org.colloquy.report.WrightMap;

/** A calibration as tables and a map of both sides on one scale. */
record IrtReport(ResponseTable table, Calibration fit, Screen screen) {

    private static final int MAX_MODELS = 100;
    private static final int MAP_ROWS = 17;
    private static final int MAP_BAR = 36;

    void print(int top) {
        screen.out().println(screen.safe(title()));
        screen.out().println();
        screen.out().println(Columns.of(models(), screen));
        if (fit.models().size() > MAX_MODELS) {
            screen.out().println("  and " + (fit.models().size() - MAX_MODELS) + " more");
        }
        screen.out().println();
        screen.out().println(Columns.of(questions(top), screen));
        screen.out().println();
        textMap().forEach(line -> screen.out().println(screen.safe(line)));
        if (!fit.converged()) {
            screen.err().println("It did not converge in " + fit.rounds() + " rounds.");
        }
    }

    String page(int top) {
        return new Page("Abilities and difficulties")
                .paragraph(title())
                .picture(map().svg())
                .heading("Models")
                .table(models())
                .heading("Hardest and easiest questions")
                .table(questions(top))
                .html();
    }

    WrightMap map() {
        return new WrightMap(
                title(),
                fit.models().stream()
                        .map(
                                each ->
                                        new WrightMap.Placed(
                                                each.name(),
                                                each.ability().value(),
                                                each.ability().standardError()))
                        .toList(),
                fit.questions().stream().map(Item::difficulty).toList());
    }

    private String title() {
        return "%s, %s, %s model"
                .formatted(
                        Counted.of(fit.models().size(), "model"),
                        Counted.of(fit.questions().size(), "question"),
                        fit.model().equals("2pl") ? "two-parameter" : "Rasch");
    }

    private List<List<String>> models() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("model", "right", "ability", "s.e.", "infit", "outfit"));
        IntStream.range(0, fit.models().size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -fit.models().get(i).ability().value()))
                .limit(MAX_MODELS)
                .forEach(i -> rows.add(row(i)));
        return rows;
    }

    private List<String> row(int model) {
        Subject each = fit.models().get(model);
        return List.of(
                each.name(),
                table.right(model) + "/" + table.asked(model),
                number(each.ability().value()),
                number(each.ability().standardError()),
                number(each.infit()),
                number(each.outfit()));
    }

    private List<List<String>> questions(int top) {
        List<Integer> order =
                IntStream.range(0, fit.questions().size())
                        .boxed()
                        .sorted(
                                Comparator.comparingDouble(
                                        i -> -fit.questions().get(i).difficulty()))
                        .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("question", "share", "difficulty", "s.e.", "slope", "infit", "outfit"));
        boolean all = order.size() <= 2 * top;
        Stream<Integer> hard = order.stream().limit(all ? order.size() : top);
        hard.forEach(i -> rows.add(question(i)));
        if (!all && top > 0) {
            rows.add(List.of("...", "", "", "", "", "", ""));
            order.stream().skip(order.size() - top).forEach(i -> rows.add(question(i)));
        }
        return rows;
    }

    private List<String> question(int question) {
        Item each = fit.questions().get(question);
        return List.of(
                each.name(),
                number(table.share(question)),
                number(each.difficulty()),
                number(each.standardError()),
                number(each.slope()),
                number(each.infit()),
                number(each.outfit()));
    }

    /** Ability to the left and difficulty to the right, the able and the hard above. */
    private List<String> textMap() {
        double[] all =
                Stream.concat(
                                fit.models().stream().map(each -> each.ability().value()),
                                fit.questions().stream().map(Item::difficulty))
                        .mapToDouble(value -> Math.max(-6, Math.min(6, value)))
                        .toArray();
        double low = IntStream.range(0, all.length).mapToDouble(i -> all[i]).min().orElse(-1);
        double high = IntStream.range(0, all.length).mapToDouble(i -> all[i]).max().orElse(1);
        double step = Math.max(1e-6, (high - low) / (MAP_ROWS - 1));
        int[] models = new int[MAP_ROWS];
        int[] questions = new int[MAP_ROWS];
        for (int i = 0; i < all.length; i++) {
            int row = (int) Math.round((high - all[i]) / step);
            (i < fit.models().size() ? models : questions)[Math.min(MAP_ROWS - 1, row)]++;
        }
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(MAP_BAR - 6) + "models        questions");
        for (int row = 0; row < MAP_ROWS; row++) {
            String left = bar(models, row);
            lines.add(
                    " ".repeat(MAP_BAR - left.length())
                            + left
                            + String.format(Locale.ROOT, " %6.2f ", high - row * step)
                            + bar(questions, row));
        }
        return lines;
    }

    private static String bar(int[] counts, int row) {
        int most = IntStream.of(counts).max().orElse(1);
        int length = most <= MAP_BAR ? counts[row] : (counts[row] * MAP_BAR + most - 1) / most;
        return "#".repeat(length);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
    }
}
