package org.colloquy.irt;

import java.util.List;

/**
 * Abilities of models and difficulties of questions, on the scale of {@link ResponseModel}: {@code
 * P = 1 / (1 + exp(-1.7 slope (ability - difficulty)))}.
 *
 * @param rounds of the iteration until nothing moved
 */
public record Calibration(
        String model, List<Subject> models, List<Item> questions, int rounds, boolean converged) {

    public Calibration {
        models = List.copyOf(models);
        questions = List.copyOf(questions);
    }

    /**
     * A model.
     *
     * @param infit mean square of residuals weighted by information; 1 is as expected
     * @param outfit mean square of standardised residuals; 1 is as expected
     */
    public record Subject(String name, Ability ability, double infit, double outfit) {}

    /**
     * A question.
     *
     * @param slope 1 in the Rasch model
     * @param slopeError its standard error; 0 in the Rasch model
     */
    public record Item(
            String name,
            double difficulty,
            double standardError,
            double slope,
            double slopeError,
            double infit,
            double outfit) {}
}
