package org.colloquy.irt;

import java.util.Arrays;

/**
 * Fits the two-parameter logistic model by marginal maximum likelihood (Bock and Aitkin 1981):
 * abilities are normal with mean 0 and deviation 1 and integrated out, by Gauss-Hermite quadrature
 * about each model's own posterior; slopes have a log-normal prior about 1.
 *
 * <p>Standard errors of questions are by Louis's formula (1982), of abilities the posterior's
 * deviation. It wants some hundred answers to each question; with fewer the prior decides on
 * slopes.
 */
public final class TwoParameterFit {

    private static final int MAX_ROUNDS = 200;
    private static final double TOLERANCE = 5e-4;
    private static final double SLOPE_DEVIATION = 0.5;
    private static final double LEVEL_DEVIATION = 6;
    private static final double[] NODES_7 = {
        -2.651961356835233,
        -1.673551628767471,
        -0.816287882858965,
        0,
        0.816287882858965,
        1.673551628767471,
        2.651961356835233
    };
    private static final double[] WEIGHTS_7 = {
        9.717812450995e-4,
        5.451558281913e-2,
        4.256072526101e-1,
        8.102646175568e-1,
        4.256072526101e-1,
        5.451558281913e-2,
        9.717812450995e-4
    };
    private static final double[] NODES_3 = {-1.224744871391589, 0, 1.224744871391589};
    private static final double[] WEIGHTS_3 = {
        0.295408975150919, 1.181635900603677, 0.295408975150919
    };

    /** Above so many answers a posterior is so narrow and so normal that three nodes do. */
    private static final int MANY = 300;

    private final ResponseTable table;
    private final int models;
    private final int questions;
    private final double[] nodes;
    private final double[] nodeWeights;
    private final double[] mean;
    private final double[] deviation;
    private final double[][] at;
    private final double[][] weight;
    private final double[] logSlope;
    private final double[] level;

    private TwoParameterFit(ResponseTable table) {
        this.table = table;
        models = table.models().size();
        questions = table.questions().size();
        nodes = questions > MANY ? NODES_3 : NODES_7;
        nodeWeights = questions > MANY ? WEIGHTS_3 : WEIGHTS_7;
        mean = new double[models];
        deviation = new double[models];
        at = new double[models][nodes.length];
        weight = new double[models][nodes.length];
        logSlope = new double[questions];
        level = new double[questions];
    }

    /** The fit; the same table gives the same bits. */
    public static Calibration of(ResponseTable table) {
        TwoParameterFit fit = new TwoParameterFit(table);
        fit.begin();
        int rounds = 0;
        boolean converged = false;
        while (rounds < MAX_ROUNDS && !converged) {
            rounds++;
            fit.expect();
            converged = fit.maximise() < TOLERANCE;
        }
        fit.expect();
        return fit.shape().calibration("2pl", rounds, converged);
    }

    private void begin() {
        Arrays.fill(logSlope, StrictMath.log(ResponseModel.SCALE));
        for (int question = 0; question < questions; question++) {
            double share = table.share(question);
            double bounded = StrictMath.max(0.02, StrictMath.min(0.98, share));
            level[question] = Double.isNaN(share) ? 0 : 1.3 * DifficultyScale.logit(bounded);
        }
        Arrays.fill(deviation, 1);
        for (int settle = 0; settle < 6; settle++) {
            expect();
        }
    }

    /** The posterior of each model's ability at nodes about where it was. */
    private void expect() {
        double[] slopes = slopes();
        for (int model = 0; model < models; model++) {
            byte[] answers = table.row(model);
            double[] log = new double[nodes.length];
            for (int k = 0; k < nodes.length; k++) {
                double ability = mean[model] + StrictMath.sqrt(2) * deviation[model] * nodes[k];
                at[model][k] = ability;
                log[k] =
                        logLikelihood(answers, slopes, ability)
                                - ability * ability / 2
                                + nodes[k] * nodes[k];
            }
            normalise(model, log);
        }
    }

    private void normalise(int model, double[] log) {
        double highest = Arrays.stream(log).max().orElse(0);
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < nodes.length; k++) {
            weight[model][k] = nodeWeights[k] * StrictMath.exp(log[k] - highest);
            sum += weight[model][k];
        }
        for (int k = 0; k < nodes.length; k++) {
            weight[model][k] /= sum;
            first += weight[model][k] * at[model][k];
            second += weight[model][k] * at[model][k] * at[model][k];
        }
        double widest = 1.5 * deviation[model];
        double spread = StrictMath.sqrt(StrictMath.max(0, second - first * first));
        mean[model] = first;
        deviation[model] =
                StrictMath.max(
                        StrictMath.max(1e-4, deviation[model] / 3), StrictMath.min(widest, spread));
    }

    /** The sum of log P; the factors 1 + exp(-|logit|), of 2 at most, are multiplied in lots. */
    private double logLikelihood(byte[] answers, double[] slopes, double ability) {
        double sum = 0;
        double product = 1;
        for (int question = 0; question < questions; question++) {
            if (answers[question] >= 0) {
                double logit = slopes[question] * ability + level[question];
                double towards = answers[question] == 1 ? logit : -logit;
                sum += towards < 0 ? towards : 0;
                product *= 1 + StrictMath.exp(-StrictMath.abs(logit));
                if (product > 1e200) {
                    sum -= StrictMath.log(product);
                    product = 1;
                }
            }
        }
        return sum - StrictMath.log(product);
    }

    private double[] slopes() {
        return Arrays.stream(logSlope).map(StrictMath::exp).toArray();
    }

    /** One step of Fisher scoring for each question; the largest move. */
    private double maximise() {
        double moved = 0;
        for (int question = 0; question < questions; question++) {
            double[] sums = sums(question);
            double determinant = sums[2] * sums[4] - sums[3] * sums[3];
            double bySlope = (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
            double byLevel = (sums[2] * sums[1] - sums[3] * sums[0]) / determinant;
            double slopeStep = StrictMath.max(-0.5, StrictMath.min(0.5, bySlope));
            double levelStep = StrictMath.max(-1, StrictMath.min(1, byLevel));
            logSlope[question] += slopeStep;
            level[question] += levelStep;
            moved =
                    StrictMath.max(
                            moved,
                            StrictMath.max(StrictMath.abs(slopeStep), StrictMath.abs(levelStep)));
        }
        return moved;
    }

    /** Of a question: both derivatives, then the expected information (3 numbers), priors in. */
    private double[] sums(int question) {
        double slope = StrictMath.exp(logSlope[question]);
        double apart = logSlope[question] - StrictMath.log(ResponseModel.SCALE);
        double slopePrior = 1 / (SLOPE_DEVIATION * SLOPE_DEVIATION);
        double levelPrior = 1 / (LEVEL_DEVIATION * LEVEL_DEVIATION);
        double[] sums = {
            -apart * slopePrior, -level[question] * levelPrior, slopePrior, 0, levelPrior
        };
        for (int model = 0; model < models; model++) {
            byte answer = table.cell(model, question);
            if (answer < 0) {
                continue;
            }
            for (int k = 0; k < nodes.length; k++) {
                double tilt = slope * at[model][k];
                double p = 1 / (1 + StrictMath.exp(-tilt - level[question]));
                double residual = weight[model][k] * (answer - p);
                double information = weight[model][k] * p * (1 - p);
                sums[0] += residual * tilt;
                sums[1] += residual;
                sums[2] += information * tilt * tilt;
                sums[3] += information * tilt;
                sums[4] += information;
            }
        }
        return sums;
    }

    private CalibrationShape shape() {
        CalibrationShape shape = new CalibrationShape(table);
        System.arraycopy(mean, 0, shape.ability, 0, models);
        System.arraycopy(deviation, 0, shape.abilityError, 0, models);
        for (int question = 0; question < questions; question++) {
            double slope = StrictMath.exp(logSlope[question]);
            double[] observed = observed(question);
            double determinant = observed[0] * observed[2] - observed[1] * observed[1];
            double ofSlope = observed[2] / determinant;
            double ofBoth = -observed[1] / determinant;
            double ofLevel = observed[0] / determinant;
            double difficulty = -level[question] / slope;
            shape.difficulty[question] = difficulty;
            shape.slope[question] = slope / ResponseModel.SCALE;
            shape.slopeError[question] = shape.slope[question] * StrictMath.sqrt(ofSlope);
            double variance =
                    difficulty * difficulty * ofSlope
                            + 2 * difficulty / slope * ofBoth
                            + ofLevel / (slope * slope);
            shape.difficultyError[question] = StrictMath.sqrt(StrictMath.max(0, variance));
        }
        return shape;
    }

    /** The complete data's information less what is missing, 3 numbers; at least a tenth of it. */
    private double[] observed(int question) {
        double[] sums = sums(question);
        double slope = StrictMath.exp(logSlope[question]);
        double[] observed = {sums[2], sums[3], sums[4]};
        for (int model = 0; model < models; model++) {
            byte answer = table.cell(model, question);
            if (answer < 0) {
                continue;
            }
            double[] first = new double[2];
            double[] second = new double[3];
            for (int k = 0; k < nodes.length; k++) {
                double tilt = slope * at[model][k];
                double p = 1 / (1 + StrictMath.exp(-tilt - level[question]));
                double residual = answer - p;
                double w = weight[model][k];
                first[0] += w * residual * tilt;
                first[1] += w * residual;
                second[0] += w * residual * tilt * residual * tilt;
                second[1] += w * residual * tilt * residual;
                second[2] += w * residual * residual;
            }
            observed[0] -= second[0] - first[0] * first[0];
            observed[1] -= second[1] - first[0] * first[1];
            observed[2] -= second[2] - first[1] * first[1];
        }
        boolean usable =
                observed[0] > sums[2] / 10
                        && observed[2] > sums[4] / 10
                        && observed[0] * observed[2] > observed[1] * observed[1] * 1.01;
        return usable ? observed : new double[] {sums[2] / 2, sums[3] / 2, sums[4] / 2};
    }
}
