package org.colloquy.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;

/**
 * The clipped policy-gradient loss as a framework without fusion runs it: each operation is one
 * pass over all rows that writes a new tensor, and the gradient goes back through the same tensors.
 */
final class UnfusedLoss {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private UnfusedLoss() {}

    /**
     * @param losses (T), weighted
     * @param gradients (T, V) by the logits
     */
    record Result(float[] losses, float[] gradients) {}

    static Result of(float[] logits, PolicyTokens tokens, PolicyRule rule, int v) {
        int rows = tokens.size();
        float[] scaled = times(logits, rule.inverseTemperature());
        float[] shifted = less(scaled, highest(scaled, rows, v), v);
        float[] terms = exp(shifted);
        float[] sums = sums(terms, rows, v);
        float[] logSums = new float[rows];
        float[] inverses = new float[rows];
        for (int t = 0; t < rows; t++) {
            logSums[t] = (float) Math.log(sums[t]);
            inverses[t] = 1f / sums[t];
        }
        float[] logProbs = less(shifted, logSums, v); // (T, V)
        float[] probabilities = timesRows(terms, inverses, v);
        float[] surprises = product(probabilities, logProbs);
        float[] entropies = times(sums(surprises, rows, v), -1f);
        float[] losses = new float[rows];
        float[] pulls = new float[rows];
        float[] pushes = new float[rows];
        for (int t = 0; t < rows; t++) {
            float logProb = logProbs[t * v + tokens.targets()[t]];
            float advantage = tokens.advantages()[t];
            float ratio = (float) Math.exp(logProb - tokens.behaviour()[t]);
            float clipped = Math.clamp(ratio, rule.ratioLow(), rule.ratioHigh());
            float objective = Math.min(ratio * advantage, clipped * advantage);
            boolean free = objective == ratio * advantage;
            float scale = tokens.weights()[t] * rule.inverseTemperature();
            losses[t] = -tokens.weights()[t] * (objective + rule.entropy() * entropies[t]);
            pulls[t] = free ? -scale * ratio * advantage : 0f;
            pushes[t] = scale * rule.entropy();
        }
        float[] ofLogProb = timesRows(probabilities, times(pulls, -1f), v);
        for (int t = 0; t < rows; t++) {
            ofLogProb[t * v + tokens.targets()[t]] += pulls[t];
        }
        float[] centred = less(logProbs, times(entropies, -1f), v);
        float[] ofEntropy = timesRows(product(probabilities, centred), pushes, v);
        return new Result(losses, sum(ofLogProb, ofEntropy));
    }

    private static float[] times(float[] x, float factor) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * factor;
        }
        return y;
    }

    private static float[] product(float[] a, float[] b) {
        float[] y = new float[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = a[i] * b[i];
        }
        return y;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] y = new float[a.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = a[i] + b[i];
        }
        return y;
    }

    private static float[] less(float[] x, float[] ofRow, int v) {
        float[] y = new float[x.length];
        for (int t = 0; t < ofRow.length; t++) {
            for (int i = t * v; i < (t + 1) * v; i++) {
                y[i] = x[i] - ofRow[t];
            }
        }
        return y;
    }

    private static float[] timesRows(float[] x, float[] ofRow, int v) {
        float[] y = new float[x.length];
        for (int t = 0; t < ofRow.length; t++) {
            for (int i = t * v; i < (t + 1) * v; i++) {
                y[i] = x[i] * ofRow[t];
            }
        }
        return y;
    }

    private static float[] exp(float[] x) {
        float[] y = new float[x.length];
        int whole = S.loopBound(x.length);
        for (int i = 0; i < whole; i += S.length()) {
            FloatVector.fromArray(S, x, i).lanewise(VectorOperators.EXP).intoArray(y, i);
        }
        for (int i = whole; i < x.length; i++) {
            y[i] = (float) Math.exp(x[i]);
        }
        return y;
    }

    private static float[] highest(float[] x, int rows, int v) {
        float[] y = new float[rows];
        for (int t = 0; t < rows; t++) {
            int whole = t * v + S.loopBound(v);
            FloatVector most = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
            for (int i = t * v; i < whole; i += S.length()) {
                most = most.max(FloatVector.fromArray(S, x, i));
            }
            y[t] = most.reduceLanes(VectorOperators.MAX);
            for (int i = whole; i < (t + 1) * v; i++) {
                y[t] = Math.max(y[t], x[i]);
            }
        }
        return y;
    }

    private static float[] sums(float[] x, int rows, int v) {
        float[] y = new float[rows];
        for (int t = 0; t < rows; t++) {
            int whole = t * v + S.loopBound(v);
            FloatVector total = FloatVector.zero(S);
            for (int i = t * v; i < whole; i += S.length()) {
                total = total.add(FloatVector.fromArray(S, x, i));
            }
            y[t] = total.reduceLanes(VectorOperators.ADD);
            for (int i = whole; i < (t + 1) * v; i++) {
                y[t] += x[i];
            }
        }
        return y;
    }
}
