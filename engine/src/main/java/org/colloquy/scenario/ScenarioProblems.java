package org.colloquy.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a scenario, in the order of the file; at least one problem. */
public final class ScenarioProblems extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<ScenarioProblem> problems;

    public ScenarioProblems(List<ScenarioProblem> problems) {
        super(problems.stream().map(ScenarioProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<ScenarioProblem> problems() {
        return problems;
    }
}
