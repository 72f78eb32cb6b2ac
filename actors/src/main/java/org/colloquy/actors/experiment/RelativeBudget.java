package org.colloquy.actors.experiment;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.experiment.Experiment.OwnIterations;
import org.colloquy.actors.experiment.Experiment.SecondsOf;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.actors.experiment.Experiment.Untrained;

/**
 * As many iterations as spend what the runs of another arm did, at the pace of the arm that this
 * one is like.
 *
 * @param results of the runs that the budgets refer to
 */
record RelativeBudget(ExperimentPlan plan, Map<Cell, CellResult> results) {

    /** The run's iterations, where its scenario does not say them. */
    Optional<Integer> iterations(Cell cell) {
        return switch (cell.arm().budget()) {
            case Untrained none -> Optional.empty();
            case OwnIterations own -> Optional.empty();
            case TokensOf tokens ->
                    Optional.of(iterations(cell, tokens.arm(), Spent::sampledTokens));
            case SecondsOf seconds ->
                    Optional.of(iterations(cell, seconds.arm(), Spent::cpuSeconds));
        };
    }

    private int iterations(Cell cell, String arm, ToDoubleFunction<Spent> spent) {
        String like = cell.arm().like().orElseThrow();
        double budget = mean(cell, arm, result -> spent.applyAsDouble(result.spent()));
        double used = mean(cell, like, result -> spent.applyAsDouble(result.spent()));
        double iterations = mean(cell, like, CellResult::iterations);
        return (int) Math.max(1, Math.round(budget / used * iterations));
    }

    private double mean(Cell cell, String arm, ToDoubleFunction<CellResult> of) {
        return plan.needed(cell).stream()
                .filter(other -> other.arm().name().equals(arm))
                .map(other -> Objects.requireNonNull(results.get(other), "a needed result"))
                .mapToDouble(of)
                .average()
                .orElseThrow();
    }
}
