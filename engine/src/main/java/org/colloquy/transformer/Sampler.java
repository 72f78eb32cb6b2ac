package org.colloquy.transformer;

import java.util.Arrays;
import org.colloquy.tensor.Elementary;

/**
 * Draws a token from logits: temperature, then top-k, then top-p of the mass that is left, then
 * min-p. Of equals the lowest id comes first.
 *
 * <p>The draw inverts the cumulative distribution in the order of ids with one uniform number,
 * which the caller makes a pure function of request and token index; so the batch around a request
 * cannot change its tokens.
 *
 * @param temperature divides the logits; 0 is greedy
 * @param topK keeps the k likeliest; 0 is off
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 is off
 * @param minP keeps tokens of at least this share of the likeliest one's probability; 0 is off
 */
public record Sampler(double temperature, int topK, double topP, double minP) {

    /**
     * The factor on the logits under which log-probabilities are recorded and trained; 1 for
     * greedy.
     */
    public float inverseTemperature() {
        return temperature == 0 ? 1 : (float) (1 / temperature);
    }

    /**
     * @param logits (rows, V)
     * @param row which of them
     * @param uniform in [0, 1)
     * @throws ArithmeticException if a logit is not a number or none is finite
     */
    public int draw(float[] logits, int row, int vocabulary, double uniform) {
        int from = row * vocabulary;
        int likeliest = from;
        for (int i = from; i < from + vocabulary; i++) {
            if (Float.isNaN(logits[i])) {
                throw new ArithmeticException("a logit is not a number; the weights are damaged");
            }
            if (logits[i] > logits[likeliest]) {
                likeliest = i;
            }
        }
        float highest = logits[likeliest];
        if (!Float.isFinite(highest)) {
            throw new ArithmeticException(
                    "the highest logit is %s; the weights are damaged".formatted(highest));
        }
        if (temperature == 0) {
            return likeliest - from;
        }
        float inverse = inverseTemperature();
        double[] masses = new double[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            masses[i] = Elementary.exp((logits[from + i] - highest) * inverse);
        }
        if (topK > 0 && topK < vocabulary || topP < 1) {
            keepLikeliest(masses);
        }
        return invert(masses, uniform);
    }

    private void keepLikeliest(double[] masses) {
        Integer[] order = new Integer[masses.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(masses[b], masses[a]));
        int kept = topK > 0 ? Math.min(topK, order.length) : order.length;
        double total = 0;
        for (int i = 0; i < kept; i++) {
            total += masses[order[i]];
        }
        double sum = 0;
        for (int i = 0; i < order.length; i++) {
            boolean reached = i > 0 && topP < 1 && sum >= topP * total;
            if (i >= kept || reached) {
                masses[order[i]] = 0;
            }
            sum += masses[order[i]];
        }
    }

    /** The likeliest token has mass 1, so min-p compares with the masses themselves. */
    private int invert(double[] masses, double uniform) {
        double total = 0;
        for (int i = 0; i < masses.length; i++) {
            if (masses[i] < minP) {
                masses[i] = 0;
            }
            total += masses[i];
        }
        double goal = uniform * total;
        double sum = 0;
        int candidate = -1;
        for (int i = 0; i < masses.length; i++) {
            if (masses[i] > 0) {
                candidate = i;
                sum += masses[i];
                if (sum > goal) {
                    break;
                }
            }
        }
        return candidate;
    }
}
