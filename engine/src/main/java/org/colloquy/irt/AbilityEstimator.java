package org.colloquy.irt;

import java.util.List;

/**
 * Estimates an agent's ability from its answers to questions of known difficulty: maximum
 * likelihood under {@link ResponseModel} (the Rasch model with the 1.7 scale).
 *
 * <p>The score equation, expected score = raw score, has one root; it lies between the roots that
 * the easiest and the hardest question alone would give. Newton's method runs inside that bracket
 * and falls back to bisection where a step would leave it. The standard error is one over the root
 * of the Fisher information at the estimate.
 *
 * <p>All right or all wrong has no finite maximum; there the raw score is moved by {@link
 * #EXTREME_SCORE_ADJUSTMENT} of a response towards the middle, as Winsteps does. So one answer more
 * still means a higher estimate, for any number of questions.
 */
public final class AbilityEstimator {

    public static final double EXTREME_SCORE_ADJUSTMENT = 0.3;

    private static final int MAX_STEPS = 200;
    private static final double TOLERANCE = 1e-12;

    private AbilityEstimator() {}

    /**
     * One graded answer.
     *
     * @param difficulty of the question on the logit scale, finite
     */
    public record Response(double difficulty, boolean right) {
        public Response {
            if (!Double.isFinite(difficulty)) {
                throw new IllegalArgumentException("difficulty is " + difficulty + ", not finite");
            }
        }
    }

    /**
     * The estimate; the same responses in the same order give the same bits.
     *
     * @throws IllegalArgumentException if there is no response
     */
    public static Ability estimate(List<Response> responses) {
        if (responses.isEmpty()) {
            throw new IllegalArgumentException("no response to estimate an ability from");
        }
        double score = attainableScore(responses);
        double shift = DifficultyScale.logit(score / responses.size()) / ResponseModel.SCALE;
        double low = shift + responses.stream().mapToDouble(Response::difficulty).min().orElse(0);
        double high = shift + responses.stream().mapToDouble(Response::difficulty).max().orElse(0);
        double ability = (low + high) / 2;
        for (int step = 0; step < MAX_STEPS; step++) {
            double residual = score - expectedScore(responses, ability);
            if (residual > 0) {
                low = ability;
            } else {
                high = ability;
            }
            double slope = ResponseModel.SCALE * variance(responses, ability);
            double next = ability + residual / slope;
            if (!(next > low && next < high)) {
                next = (low + high) / 2;
            }
            double moved = StrictMath.abs(next - ability);
            ability = next;
            if (moved < TOLERANCE) {
                break;
            }
        }
        double root = StrictMath.sqrt(variance(responses, ability));
        return new Ability(ability, 1 / (ResponseModel.SCALE * root));
    }

    private static double attainableScore(List<Response> responses) {
        double right = responses.stream().filter(Response::right).count();
        return StrictMath.max(
                EXTREME_SCORE_ADJUSTMENT,
                StrictMath.min(responses.size() - EXTREME_SCORE_ADJUSTMENT, right));
    }

    private static double expectedScore(List<Response> responses, double ability) {
        double sum = 0;
        for (Response response : responses) {
            sum += ResponseModel.probability(ability, response.difficulty());
        }
        return sum;
    }

    private static double variance(List<Response> responses, double ability) {
        double sum = 0;
        for (Response response : responses) {
            double p = ResponseModel.probability(ability, response.difficulty());
            sum += p * (1 - p);
        }
        return sum;
    }
}
