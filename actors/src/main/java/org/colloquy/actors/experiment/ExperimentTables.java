package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.evaluation.MeanEstimate;

/** An experiment's tables as rows of words, the first one the heading; accuracies in percent. */
public final class ExperimentTables {

    private final Comparison comparison;

    public ExperimentTables(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Accuracy alone and what it cost, over these pairs; empty if there is no result. */
    public List<List<String>> accuracy(List<Pair> pairs) {
        List<Comparison.Row> rows = comparison.rows(pairs);
        if (rows.isEmpty()) {
            return List.of();
        }
        List<List<String>> table = new ArrayList<>();
        table.add(heading(pairs));
        for (Comparison.Row row : rows) {
            List<String> words = new ArrayList<>();
            words.add(row.arm().title());
            words.add(Integer.toString(row.mean().count()));
            row.agents().forEach(agent -> words.add(percent(agent)));
            words.add(percent(row.mean()));
            words.add(row.difference().map(ExperimentTables::signed).orElse(""));
            words.addAll(spent(row.spent()));
            table.add(words);
        }
        return table;
    }

    private List<String> heading(List<Pair> pairs) {
        List<String> heading = new ArrayList<>(List.of("arm", "runs"));
        comparison.plan().experiment().arms().stream()
                .flatMap(arm -> comparison.found(pairs, arm).stream())
                .findFirst()
                .ifPresent(result -> heading.addAll(result.agents()));
        heading.add("mean");
        heading.add("minus " + comparison.plan().experiment().baseline());
        heading.addAll(List.of("steps", "sampled", "trained", "wall s", "CPU s"));
        return heading;
    }

    private static List<String> spent(Spent spent) {
        return spent.sampledTokens() == 0
                ? List.of("", "", "", "", "")
                : List.of(
                        Long.toString(spent.gradientSteps()),
                        thousands(spent.sampledTokens()),
                        thousands(spent.trainedTokens()),
                        String.format(Locale.ROOT, "%.0f", spent.wallSeconds()),
                        String.format(Locale.ROOT, "%.0f", spent.cpuSeconds()));
    }

    /** Accuracy with discussion at inference; empty if none was measured. */
    public List<List<String>> inference(Pair pair) {
        InferenceTable inference = new InferenceTable(comparison, pair);
        List<InferenceTable.Row> rows = inference.rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<List<String>> table = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("agent, arm", "single"));
        heading.addAll(inference.protocols());
        inference.protocols().forEach(protocol -> heading.add(protocol + " of solvable"));
        table.add(heading);
        for (InferenceTable.Row row : rows) {
            List<String> words = new ArrayList<>();
            words.add(row.agent() + ", " + row.arm().title());
            row.accuracies().forEach(one -> words.add(orNothing(one)));
            row.ofSolvable().forEach(one -> words.add(orNothing(one)));
            table.add(words);
        }
        return table;
    }

    private static String orNothing(Optional<MeanEstimate> estimate) {
        return estimate.map(ExperimentTables::percent).orElse("");
    }

    /** Such as {@code 61.2 +- 1.3}; without an interval where there is one value only. */
    static String percent(MeanEstimate estimate) {
        return String.format(Locale.ROOT, "%.1f", 100 * estimate.mean()) + half(estimate);
    }

    static String signed(MeanEstimate estimate) {
        return String.format(Locale.ROOT, "%+.1f", 100 * estimate.mean()) + half(estimate);
    }

    private static String half(MeanEstimate estimate) {
        return estimate.halfWidth()
                .map(half -> String.format(Locale.ROOT, " +- %.1f", 100 * half))
                .orElse("");
    }

    private static String thousands(long number) {
        return number < 10_000_000
                ? String.format(Locale.ROOT, "%.0fk", number / 1e3)
                : String.format(Locale.ROOT, "%.1fM", number / 1e6);
    }

    /** One line for each run, agent and protocol, with a heading. */
    public String csv() {
        StringBuilder csv =
                new StringBuilder(
                        "pair,arm,seed,agent,protocol,right,asked,accuracy,right_of_solvable,"
                                + "solvable,iterations,gradient_steps,sampled_tokens,"
                                + "trained_tokens,wall_seconds,cpu_seconds\n");
        comparison
                .results()
                .forEach(
                        (cell, result) -> {
                            Spent spent = result.spent();
                            for (CellResult.Score score : result.scores()) {
                                csv.append(
                                        String.format(
                                                Locale.ROOT,
                                                "%s,%s,%d,%s,%s,%d,%d,%.6f,%d,%d,%d,%d,%d,%d,"
                                                        + "%.1f,%.1f%n",
                                                cell.pair().name(),
                                                cell.arm().name(),
                                                cell.seed(),
                                                score.agent(),
                                                score.protocol(),
                                                score.right(),
                                                score.asked(),
                                                score.accuracy(),
                                                score.rightOfSolvable(),
                                                score.solvable(),
                                                result.iterations(),
                                                spent.gradientSteps(),
                                                spent.sampledTokens(),
                                                spent.trainedTokens(),
                                                spent.wallSeconds(),
                                                spent.cpuSeconds()));
                            }
                        });
        return csv.toString();
    }
}
