package org.colloquy.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects what is wrong while a {@link Located} tree is bound to records, so that all of it is
 * told at once. Whoever binds goes on after a problem with a stand-in value and calls {@link
 * #throwIfAny} before the result is used.
 */
public final class Binder {

    private final List<ScenarioProblem> problems = new ArrayList<>();
    private final SortedSet<String> keys = new TreeSet<>();

    /**
     * @param reason what is wrong, with the offending value
     * @param hint what to do
     */
    public void problem(Place place, String reason, String hint) {
        problems.add(ScenarioProblem.at(place, reason, hint));
    }

    /** The fields of the top of a file, which must be a map. */
    public Fields root(Located value) {
        return Fields.of(this, "", value);
    }

    /** Every key that was asked for so far, such as {@code agents[].model.weights}. */
    public SortedSet<String> keys() {
        return new TreeSet<>(keys);
    }

    void asked(String path) {
        keys.add(path.replaceAll("\\[\\d+]", "[]"));
    }

    /** Throws the problems, in the order of the file, if there is one. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ScenarioProblems(
                    problems.stream()
                            .sorted(
                                    Comparator.comparingInt(ScenarioProblem::line)
                                            .thenComparingInt(ScenarioProblem::column))
                            .distinct()
                            .toList());
        }
    }

    static ScenarioProblems refusal(Place place, String reason, String hint) {
        return new ScenarioProblems(List.of(ScenarioProblem.at(place, reason, hint)));
    }
}
