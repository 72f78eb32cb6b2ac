package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.colloquy.actors.experiment.CellResult.CurvePoint;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.evaluation.Interval;
import org.colloquy.evaluation.MeanEstimate;
import org.colloquy.report.DotChart;
import org.colloquy.report.LineChart;
import org.colloquy.report.Page;

/** An experiment's report: what each arm gains over the baseline, tables, learning curves. */
public final class ExperimentPage {

    private final Comparison comparison;
    private final Experiment experiment;
    private final ExperimentTables tables;

    public ExperimentPage(Comparison comparison) {
        this.comparison = comparison;
        this.experiment = comparison.plan().experiment();
        this.tables = new ExperimentTables(comparison);
    }

    /** The page, which needs nothing beside itself. */
    public String html() {
        Page page = new Page("Experiment " + experiment.name());
        page.paragraph(
                "Greedy accuracy alone on %d questions of the test draw, in percent. +- is Student's"
                                .formatted(experiment.test().questions())
                        + " 95 % interval over seeds; differences are paired by cast and seed.");
        if (experiment.pairs().size() > 1) {
            comparison(page, "All casts", experiment.pairs());
        }
        for (Pair pair : experiment.pairs()) {
            comparison(page, "Cast " + pair.name(), List.of(pair));
            curves(page, pair);
            List<List<String>> inference = tables.inference(pair);
            if (!inference.isEmpty()) {
                page.heading("Discussion at inference, cast " + pair.name());
                page.paragraph(
                        "Final answers on the first %d questions; the weakest agent first."
                                .formatted(experiment.inference().questions()));
                page.table(inference);
            }
        }
        return page.html();
    }

    private void comparison(Page page, String heading, List<Pair> pairs) {
        List<List<String>> table = tables.accuracy(pairs);
        if (table.isEmpty()) {
            return;
        }
        page.heading(heading);
        List<DotChart.Row> rows = new ArrayList<>();
        for (Comparison.Row row : comparison.rows(pairs)) {
            row.difference().ifPresent(difference -> rows.add(dot(row.arm(), difference)));
        }
        if (!rows.isEmpty()) {
            String title = "mean accuracy minus that of " + experiment.baseline() + ", points";
            page.picture(new DotChart(title, title, rows, 0).svg());
        }
        page.table(table);
    }

    private DotChart.Row dot(Arm arm, MeanEstimate difference) {
        double mean = 100 * difference.mean();
        Interval interval = interval(difference, 100);
        String words = ExperimentTables.signed(difference);
        return new DotChart.Row(
                arm.title(), hue(arm), mean, interval.low(), interval.high(), words);
    }

    private void curves(Page page, Pair pair) {
        List<LineChart.Series> bySteps = new ArrayList<>();
        List<LineChart.Series> byTokens = new ArrayList<>();
        for (String name : experiment.curves()) {
            Arm arm = experiment.arm(name);
            bySteps.add(series(pair, arm, CurvePoint::iteration));
            byTokens.add(series(pair, arm, point -> point.sampledTokens()));
        }
        if (bySteps.stream().allMatch(one -> one.points().isEmpty())) {
            return;
        }
        String y = "accuracy alone on the validation draw, mean of the agents";
        page.heading("Learning curves, cast " + pair.name());
        page.picture(new LineChart("by iterations", "iterations", y, bySteps).svg());
        page.picture(new LineChart("by sampled tokens", "sampled tokens", y, byTokens).svg());
    }

    /** Means over the seeds that measured at the same iteration. */
    private LineChart.Series series(Pair pair, Arm arm, ToDoubleFunction<CurvePoint> x) {
        SequencedMap<Integer, List<CurvePoint>> byIteration = new TreeMap<>();
        List<CellResult> found = comparison.found(List.of(pair), arm);
        for (CellResult result : found) {
            for (CurvePoint point : result.curve()) {
                byIteration.computeIfAbsent(point.iteration(), i -> new ArrayList<>()).add(point);
            }
        }
        List<LineChart.Point> points = new ArrayList<>();
        for (List<CurvePoint> same : byIteration.values()) {
            if (same.size() == found.size()) {
                MeanEstimate mean = MeanEstimate.of(same.stream().map(CurvePoint::mean).toList());
                Interval interval = interval(mean, 1);
                points.add(
                        new LineChart.Point(
                                same.stream().mapToDouble(x).average().orElse(0),
                                mean.mean(),
                                interval.low(),
                                interval.high()));
            }
        }
        return new LineChart.Series(arm.title(), hue(arm), points);
    }

    private int hue(Arm arm) {
        return experiment.arms().indexOf(arm);
    }

    private static Interval interval(MeanEstimate estimate, double scale) {
        Optional<Interval> known = estimate.interval();
        double low = known.map(Interval::low).orElse(estimate.mean());
        double high = known.map(Interval::high).orElse(estimate.mean());
        return new Interval(scale * low, scale * high);
    }
}
