package org.colloquy.actors.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloquy.actors.experiment.CellResult.CurvePoint;
import org.colloquy.actors.experiment.CellResult.Score;
import org.colloquy.actors.experiment.CellResult.Spent;
import org.colloquy.actors.experiment.Experiment.SecondsOf;
import org.colloquy.actors.experiment.Experiment.TokensOf;
import org.colloquy.random.CounterRandom;

/** Results as an experiment might have them, without running it. */
final class SyntheticResults {

    private static final int ASKED = 1000;

    private SyntheticResults() {}

    /** Each trained arm gains more than the one before it, by about two points. */
    static Map<Cell, CellResult> of(ExperimentPlan plan) {
        Map<Cell, CellResult> results = new LinkedHashMap<>();
        for (Cell cell : plan.cells()) {
            results.put(cell, result(plan, cell));
        }
        return results;
    }

    private static CellResult result(ExperimentPlan plan, Cell cell) {
        int place = plan.experiment().arms().indexOf(cell.arm());
        int pair = plan.experiment().pairs().indexOf(cell.pair());
        double gain = cell.arm().isTrained() ? 0.13 + 0.018 * place : 0;
        boolean longer =
                cell.arm().budget() instanceof TokensOf || cell.arm().budget() instanceof SecondsOf;
        int iterations = !cell.arm().isTrained() ? 0 : longer ? 133 : 50;
        long key = CounterRandom.key(cell.seed(), cell.arm().name(), pair);
        List<Score> scores = new ArrayList<>();
        for (String agent : cell.pair().weights().keySet()) {
            double start = agent.equals("ada") ? 0.45 : 0.57;
            double noise = cell.arm().isTrained() ? 0.012 * CounterRandom.gaussian(key, 1) : 0;
            scores.add(score(agent, "solo", start + gain + noise, ASKED));
            if (plan.discusses(cell)) {
                for (String protocol : plan.experiment().inference().protocols()) {
                    scores.add(score(agent, protocol, start + gain + 0.12, 300));
                }
            }
        }
        List<CurvePoint> curve = new ArrayList<>();
        for (int i = 0; i <= iterations && cell.arm().isTrained(); i += 10) {
            double shape = 1 - Math.exp(-3.0 * i / iterations);
            double noise = 0.015 * CounterRandom.gaussian(key, 100 + i);
            double ada = 0.45 + gain * shape + noise;
            curve.add(new CurvePoint(i, i * 34_000L, List.of(ada, ada + 0.1)));
        }
        Spent spent = new Spent(iterations, iterations * 34_000L, iterations * 31_000L, 94, 90);
        return new CellResult(plan.settings(cell), iterations, scores, spent, curve);
    }

    private static Score score(String agent, String protocol, double accuracy, int asked) {
        int right = (int) Math.round(Math.min(1, accuracy) * asked);
        return new Score(agent, protocol, right, asked, right, asked);
    }
}
