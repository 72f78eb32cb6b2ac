package org.colloquy.actors.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.colloquy.actors.evaluation.Evaluation;
import org.colloquy.actors.evaluation.EvaluationPlan;
import org.colloquy.actors.experiment.CellResult.Score;
import org.colloquy.actors.node.Computing;
import org.colloquy.evaluation.Evaluated;
import org.colloquy.evaluation.ScoreRow;
import org.colloquy.question.Question;
import org.colloquy.scenario.Scenario;

/** The test at a run's end: greedy, alone, and for some arms also in discussions. */
record CellTest(ExperimentPlan plan, Cell cell, Computing computing) {

    /** By agent in cast order and protocol. */
    List<Score> scores(Scenario trained) throws IOException {
        List<Question> test = plan.test(trained);
        List<Score> scores = new ArrayList<>();
        EvaluationPlan alone =
                new EvaluationPlan(
                        trained, test, 0, List.of(ScoreRow.SOLO), plan.experiment().test().seed());
        add(scores, alone, ScoreRow.SOLO);
        if (plan.discusses(cell) && trained.agents().size() > 1) {
            EvaluationPlan together = plan.inference(trained, test);
            add(scores, together, "");
        }
        return scores;
    }

    /** Adds the scores of one protocol, or of all but solo if none is named. */
    private void add(List<Score> scores, EvaluationPlan task, String protocol) throws IOException {
        Evaluated evaluated = new Evaluation(task, 1, computing, Evaluation.Progress.UNSEEN).run();
        for (ScoreRow row : ScoreRow.of(evaluated)) {
            boolean wanted =
                    protocol.isEmpty()
                            ? !row.protocol().equals(ScoreRow.SOLO)
                            : row.protocol().equals(protocol);
            if (wanted && row.group().kind().equals("all")) {
                scores.add(
                        new Score(
                                row.agent().value(),
                                row.protocol(),
                                row.right().right(),
                                row.right().asked(),
                                row.ofSolvable().map(p -> p.right()).orElse(row.right().right()),
                                row.ofSolvable()
                                        .map(p -> p.asked())
                                        .orElse(evaluated.solvable().size())));
            }
        }
    }
}
