package org.colloquy.irt;

import java.util.HashMap;
import java.util.Map;

/**
 * Fits the Rasch model to a table of right and wrong answers.
 *
 * <p>The side of the table with fewer entries, models or questions, is estimated by conditional
 * maximum likelihood (Andersen 1972): given how many of them were right in a line of the other
 * side, that side's parameters drop out, so that the estimates stay unbiased however many lines
 * there are. Then the other side is estimated by Warm's weighted likelihood (1989), which is finite
 * also for all right and all wrong. The mean difficulty is 0.
 */
public final class RaschFit {

    private static final int MAX_ROUNDS = 500;
    private static final double TOLERANCE = 1e-8;

    /** Largest side for which the symmetric functions stay within a double's range. */
    private static final int MAX_CONDITIONAL = 150;

    private static final double WIDEST = 12;

    private final ResponseTable lines;
    private final int few;
    private final int many;
    private final double[] small;
    private final double[] large;
    private int rounds;
    private boolean converged;

    private RaschFit(ResponseTable lines) {
        this.lines = lines;
        many = lines.models().size();
        few = lines.questions().size();
        small = new double[few];
        large = new double[many];
    }

    /** The fit; the same table gives the same bits. */
    public static Calibration of(ResponseTable table) {
        boolean fewModels = table.models().size() <= table.questions().size();
        RaschFit fit = new RaschFit(fewModels ? table.transposed() : table);
        fit.run();
        double[] errorsOfFew = fit.errorsOfFew();
        double[] errorsOfMany = fit.errorsOfMany();
        double[] logits = fewModels ? fit.small : fit.large;
        double[] easiness = fewModels ? fit.large : fit.small;
        double middle = java.util.Arrays.stream(easiness).average().orElse(0);
        CalibrationShape shape = new CalibrationShape(table);
        for (int model = 0; model < logits.length; model++) {
            shape.ability[model] = (logits[model] + middle) / ResponseModel.SCALE;
            shape.abilityError[model] =
                    (fewModels ? errorsOfFew : errorsOfMany)[model] / ResponseModel.SCALE;
        }
        for (int question = 0; question < easiness.length; question++) {
            shape.difficulty[question] = (middle - easiness[question]) / ResponseModel.SCALE;
            shape.difficultyError[question] =
                    (fewModels ? errorsOfMany : errorsOfFew)[question] / ResponseModel.SCALE;
            shape.slope[question] = 1;
        }
        return shape.calibration("rasch", fit.rounds, fit.converged);
    }

    private void run() {
        double[] right = new double[few];
        double[] asked = new double[few];
        for (int line = 0; line < many; line++) {
            for (int i = 0; i < few; i++) {
                right[i] += lines.cell(line, i) == 1 ? 1 : 0;
                asked[i] += lines.cell(line, i) >= 0 ? 1 : 0;
            }
        }
        for (int i = 0; i < few; i++) {
            double share = StrictMath.max(0.5, StrictMath.min(asked[i] - 0.5, right[i]));
            small[i] = asked[i] < 1 ? 0 : DifficultyScale.logit(share / asked[i]);
        }
        centre();
        Map<String, ConditionalLine> groups = groups();
        double damping = (few - 1.0) / few;
        while (rounds < MAX_ROUNDS && !converged) {
            rounds++;
            double[] expected = new double[few];
            double[] variance = new double[few];
            double[] attainable = new double[few];
            for (ConditionalLine group : groups.values()) {
                group.add(small, expected, variance, attainable);
            }
            double[] before = small.clone();
            for (int i = 0; i < few; i++) {
                double score = sufficient(groups, i, attainable[i]);
                if (variance[i] <= 0) {
                    continue;
                }
                double step = damping * (score - expected[i]) / variance[i];
                step = StrictMath.max(-1, StrictMath.min(1, step));
                small[i] = StrictMath.max(-WIDEST, StrictMath.min(WIDEST, small[i] + step));
            }
            centre();
            double moved = 0;
            for (int i = 0; i < few; i++) {
                moved = StrictMath.max(moved, StrictMath.abs(small[i] - before[i]));
            }
            converged = moved < TOLERANCE;
        }
        for (int line = 0; line < many; line++) {
            large[line] = WeightedLikelihood.estimate(lines.row(line), small);
        }
    }

    /** The right answers in lines that are neither all right nor all wrong, moved off the ends. */
    private static double sufficient(Map<String, ConditionalLine> groups, int i, double most) {
        double sum = 0;
        for (ConditionalLine group : groups.values()) {
            sum += group.right(i);
        }
        double edge = StrictMath.min(AbilityEstimator.EXTREME_SCORE_ADJUSTMENT, most / 2);
        return StrictMath.max(edge, StrictMath.min(most - edge, sum));
    }

    private void centre() {
        double mean = java.util.Arrays.stream(small).average().orElse(0);
        for (int i = 0; i < few; i++) {
            small[i] -= mean;
        }
    }

    /** The lines by who answered and how many were right. */
    private Map<String, ConditionalLine> groups() {
        Map<String, ConditionalLine> groups = new java.util.TreeMap<>();
        Map<String, Integer> patterns = new HashMap<>();
        for (int line = 0; line < many; line++) {
            byte[] row = lines.row(line);
            StringBuilder pattern = new StringBuilder(few);
            int score = 0;
            int answered = 0;
            for (byte cell : row) {
                pattern.append(cell >= 0 ? '1' : '0');
                score += cell == 1 ? 1 : 0;
                answered += cell >= 0 ? 1 : 0;
            }
            if (score == 0 || score == answered) {
                continue;
            }
            int index = patterns.computeIfAbsent(pattern.toString(), key -> patterns.size());
            int right = score;
            groups.computeIfAbsent(
                            index + "/" + score,
                            key -> new ConditionalLine(row, right, few <= MAX_CONDITIONAL))
                    .add(row);
        }
        return groups;
    }

    /** By the information that is left when the other side's parameters are profiled out. */
    private double[] errorsOfFew() {
        double[][] information = new double[few][few];
        double[] weight = new double[few];
        for (int line = 0; line < many; line++) {
            double sum = 0;
            for (int i = 0; i < few; i++) {
                double p = 1 / (1 + StrictMath.exp(-large[line] - small[i]));
                weight[i] = lines.cell(line, i) >= 0 ? p * (1 - p) : 0;
                sum += weight[i];
            }
            for (int i = 0; i < few && sum > 0; i++) {
                information[i][i] += weight[i];
                double share = weight[i] / sum;
                for (int j = 0; j < few; j++) {
                    information[i][j] -= share * weight[j];
                }
            }
        }
        double scale = 0;
        for (int i = 0; i < few; i++) {
            scale += information[i][i] / few;
        }
        for (int i = 0; i < few; i++) {
            for (int j = 0; j < few; j++) {
                information[i][j] += scale / few;
            }
        }
        double[] variance = SymmetricInverse.diagonal(information);
        double[] errors = new double[few];
        for (int i = 0; i < few; i++) {
            errors[i] = StrictMath.sqrt(StrictMath.max(0, variance[i] - 1 / (scale * few)));
        }
        return errors;
    }

    private double[] errorsOfMany() {
        double[] errors = new double[many];
        for (int line = 0; line < many; line++) {
            double information =
                    WeightedLikelihood.information(lines.row(line), small, large[line]);
            errors[line] = 1 / StrictMath.sqrt(information);
        }
        return errors;
    }
}
