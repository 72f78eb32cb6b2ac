package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.colloquy.actors.experiment.Experiment.Arm;
import org.colloquy.actors.experiment.Experiment.Pair;
import org.colloquy.evaluation.MeanEstimate;

/**
 * What discussion adds at inference: each agent alone and after each protocol, before training and
 * after; the weakest agent before training first, as it has the most to gain.
 */
public record InferenceTable(Comparison comparison, Pair pair) {

    /**
     * One agent under one arm.
     *
     * @param accuracies alone, then by each protocol; empty where it was not measured
     * @param ofSolvable share right among the questions that some agent solves alone, by protocol
     */
    public record Row(
            String agent,
            Arm arm,
            List<Optional<MeanEstimate>> accuracies,
            List<Optional<MeanEstimate>> ofSolvable) {}

    /** The protocols, in the order of the columns. */
    public List<String> protocols() {
        return comparison.plan().experiment().inference().protocols();
    }

    /** Agent by agent, for the untrained arm and each one that discusses after training. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String agent : agents()) {
            for (Arm arm : comparison.plan().experiment().arms()) {
                List<CellResult> found = discussed(arm);
                if (!found.isEmpty()) {
                    rows.add(row(agent, arm, found));
                }
            }
        }
        return rows;
    }

    private Row row(String agent, Arm arm, List<CellResult> found) {
        List<Optional<MeanEstimate>> accuracies = new ArrayList<>();
        List<Optional<MeanEstimate>> ofSolvable = new ArrayList<>();
        accuracies.add(mean(found.stream().map(r -> r.accuracy(agent, "solo")).toList()));
        for (String protocol : protocols()) {
            accuracies.add(mean(found.stream().map(r -> r.accuracy(agent, protocol)).toList()));
            ofSolvable.add(
                    mean(
                            found.stream()
                                    .map(
                                            r ->
                                                    r.score(agent, protocol)
                                                            .filter(s -> s.solvable() > 0)
                                                            .map(InferenceTable::share))
                                    .toList()));
        }
        return new Row(agent, arm, accuracies, ofSolvable);
    }

    private static double share(CellResult.Score score) {
        return (double) score.rightOfSolvable() / score.solvable();
    }

    private static Optional<MeanEstimate> mean(List<Optional<Double>> values) {
        List<Double> there = values.stream().flatMap(Optional::stream).toList();
        return there.isEmpty() ? Optional.empty() : Optional.of(MeanEstimate.of(there));
    }

    private List<CellResult> discussed(Arm arm) {
        return comparison.found(List.of(pair), arm).stream()
                .filter(r -> r.scores().stream().anyMatch(s -> !s.protocol().equals("solo")))
                .toList();
    }

    /** By their accuracy in the first arm that discusses, upwards. */
    private List<String> agents() {
        return comparison.plan().experiment().arms().stream()
                .map(this::discussed)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(
                        found ->
                                found.getFirst().agents().stream()
                                        .sorted(Comparator.comparing(agent -> alone(found, agent)))
                                        .toList())
                .orElse(List.of());
    }

    private static double alone(List<CellResult> found, String agent) {
        return found.stream()
                .mapToDouble(r -> r.accuracy(agent, "solo").orElse(0.0))
                .average()
                .orElse(0);
    }
}
