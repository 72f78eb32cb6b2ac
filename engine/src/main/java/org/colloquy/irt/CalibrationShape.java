package org.colloquy.irt;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.irt.Calibration.Item;
import org.colloquy.irt.Calibration.Subject;

/** Estimates on their way to a {@link Calibration}: adds how well each fits. */
final class CalibrationShape {

    final double[] ability;
    final double[] abilityError;
    final double[] difficulty;
    final double[] difficultyError;
    final double[] slope;
    final double[] slopeError;

    private final ResponseTable table;

    CalibrationShape(ResponseTable table) {
        this.table = table;
        ability = new double[table.models().size()];
        abilityError = new double[ability.length];
        difficulty = new double[table.questions().size()];
        difficultyError = new double[difficulty.length];
        slope = new double[difficulty.length];
        slopeError = new double[difficulty.length];
    }

    Calibration calibration(String model, int rounds, boolean converged) {
        Fit[] models = new Fit[ability.length];
        Fit[] questions = new Fit[difficulty.length];
        for (int m = 0; m < models.length; m++) {
            models[m] = new Fit();
            for (int q = 0; q < questions.length; q++) {
                questions[q] = m == 0 ? new Fit() : questions[q];
                if (table.cell(m, q) >= 0) {
                    double p = chance(m, q);
                    double residual = table.cell(m, q) - p;
                    models[m].add(residual * residual, p * (1 - p));
                    questions[q].add(residual * residual, p * (1 - p));
                }
            }
        }
        List<Subject> subjects = new ArrayList<>();
        for (int m = 0; m < models.length; m++) {
            subjects.add(
                    new Subject(
                            table.models().get(m),
                            new Ability(ability[m], abilityError[m]),
                            models[m].infit(),
                            models[m].outfit()));
        }
        List<Item> items = new ArrayList<>();
        for (int q = 0; q < questions.length; q++) {
            items.add(
                    new Item(
                            table.questions().get(q),
                            difficulty[q],
                            difficultyError[q],
                            slope[q],
                            slopeError[q],
                            questions[q].infit(),
                            questions[q].outfit()));
        }
        return new Calibration(model, subjects, items, rounds, converged);
    }

    private double chance(int model, int question) {
        double logit =
                ResponseModel.SCALE * slope[question] * (ability[model] - difficulty[question]);
        return 1 / (1 + StrictMath.exp(-logit));
    }

    /** Sums of squared residuals. */
    private static final class Fit {
        private double squares;
        private double variances;
        private double standardised;
        private int count;

        void add(double square, double variance) {
            squares += square;
            variances += variance;
            standardised += square / StrictMath.max(variance, 1e-12);
            count++;
        }

        double infit() {
            return variances > 0 ? squares / variances : Double.NaN;
        }

        double outfit() {
            return count > 0 ? standardised / count : Double.NaN;
        }
    }
}
