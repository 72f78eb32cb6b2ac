package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.evaluation.MeanEstimate;

/**
 * An experiment's arms beside each other, over seeds and pairs.
 *
 * @param results of the runs that are there; an arm without any has no row
 */
public record Comparison(ExperimentPlan plan, Map<Cell, CellResult> results) {

    /**
     * One arm.
     *
     * @param agents accuracy alone, by agent in cast order
     * @param mean of the agents
     * @param difference of the mean to the baseline's with the same pair and seed; empty for the
     *     baseline, and where no run of it is there
     * @param spent means over the runs
     */
    public record Row(
            Arm arm,
            List<MeanEstimate> agents,
            MeanEstimate mean,
            Optional<MeanEstimate> difference,
            Spent spent) {
        public Row {
            agents = List.copyOf(agents);
        }
    }

    /** The rows of one pair's runs, in the order of the arms. */
    public List<Row> rows(Pair pair) {
        return rows(List.of(pair));
    }

    /** The rows over these pairs' runs. */
    public List<Row> rows(List<Pair> pairs) {
        List<Row> rows = new ArrayList<>();
        for (Arm arm : plan.experiment().arms()) {
            List<CellResult> found = found(pairs, arm);
            if (!found.isEmpty()) {
                rows.add(row(pairs, arm, found));
            }
        }
        return rows;
    }

    private Row row(List<Pair> pairs, Arm arm, List<CellResult> found) {
        List<MeanEstimate> agents =
                found.getFirst().agents().stream()
                        .map(
                                agent ->
                                        MeanEstimate.of(
                                                found.stream()
                                                        .map(r -> r.accuracy(agent, "solo"))
                                                        .map(one -> one.orElse(0.0))
                                                        .toList()))
                        .toList();
        return new Row(
                arm,
                agents,
                MeanEstimate.of(found.stream().map(CellResult::meanAlone).toList()),
                difference(pairs, arm),
                spent(found));
    }

    /** The arm's results, by pair and seed. */
    List<CellResult> found(List<Pair> pairs, Arm arm) {
        return plan.cells().stream()
                .filter(cell -> cell.arm().equals(arm) && pairs.contains(cell.pair()))
                .filter(results::containsKey)
                .map(cell -> Objects.requireNonNull(results.get(cell)))
                .toList();
    }

    private Optional<MeanEstimate> difference(List<Pair> pairs, Arm arm) {
        Arm baseline = plan.experiment().arm(plan.experiment().baseline());
        if (arm.equals(baseline)) {
            return Optional.empty();
        }
        List<Double> own = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        for (Pair pair : pairs) {
            for (long seed : baseline.seeds()) {
                Optional<CellResult> mine = result(pair, arm, seed);
                Optional<CellResult> other = result(pair, baseline, seed);
                if (mine.isPresent() && other.isPresent()) {
                    own.add(mine.get().meanAlone());
                    others.add(other.get().meanAlone());
                }
            }
        }
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of(MeanEstimate.ofDifferences(own, others));
    }

    /** An untrained arm has one result for all seeds. */
    private Optional<CellResult> result(Pair pair, Arm arm, long seed) {
        long run = arm.isTrained() ? seed : arm.seeds().getFirst();
        return Optional.ofNullable(results.get(new Cell(pair, arm, run)));
    }

    private static Spent spent(List<CellResult> found) {
        List<Spent> all = found.stream().map(CellResult::spent).toList();
        return new Spent(
                Math.round(mean(all, Spent::gradientSteps)),
                Math.round(mean(all, Spent::sampledTokens)),
                Math.round(mean(all, Spent::trainedTokens)),
                mean(all, Spent::wallSeconds),
                mean(all, Spent::cpuSeconds));
    }

    private static double mean(List<Spent> all, ToDoubleFunction<Spent> which) {
        return all.stream().mapToDouble(which).average().orElse(0);
    }
}
