package org.colloquy.tensor;

import java.util.Arrays;

/**
 * What a policy-gradient loss knows of each of T sampled tokens.
 *
 * @param targets (T) the sampled token
 * @param behaviour (T) its log-probability when it was sampled; not read where {@code logRatios} or
 *     {@code offPolicy} say otherwise
 * @param logRatios (T) log of the ratio to use instead of each token's own, for ratios of whole
 *     sequences; empty for each token's own. The gradient is that of the token's own
 * @param reference (T) log-probability under the reference; empty for no KL term
 * @param advantages (T)
 * @param weights (T) factor of the token's loss
 * @param offPolicy (T) whether the token is somebody else's: its ratio is 1 and its KL left out
 */
public record PolicyTokens(
        int[] targets,
        float[] behaviour,
        float[] logRatios,
        float[] reference,
        float[] advantages,
        float[] weights,
        boolean[] offPolicy) {

    public PolicyTokens {
        int t = targets.length;
        String op = "policyLoss";
        Shapes.equal(op, "targets and behaviour", t, behaviour.length);
        Shapes.equal(op, "targets and advantages", t, advantages.length);
        Shapes.equal(op, "targets and weights", t, weights.length);
        Shapes.equal(op, "targets and offPolicy", t, offPolicy.length);
        if (logRatios.length > 0) {
            Shapes.equal(op, "targets and logRatios", t, logRatios.length);
        }
        if (reference.length > 0) {
            Shapes.equal(op, "targets and reference", t, reference.length);
        }
    }

    /** Number of tokens, T. */
    public int size() {
        return targets.length;
    }

    /** The tokens {@code from} to before {@code to}. */
    public PolicyTokens range(int from, int to) {
        return new PolicyTokens(
                Arrays.copyOfRange(targets, from, to),
                Arrays.copyOfRange(behaviour, from, to),
                logRatios.length == 0 ? logRatios : Arrays.copyOfRange(logRatios, from, to),
                reference.length == 0 ? reference : Arrays.copyOfRange(reference, from, to),
                Arrays.copyOfRange(advantages, from, to),
                Arrays.copyOfRange(weights, from, to),
                Arrays.copyOfRange(offPolicy, from, to));
    }

    /** The same tokens with these logs of ratios. */
    public PolicyTokens withLogRatios(float[] ratios) {
        return new PolicyTokens(
                targets, behaviour, ratios, reference, advantages, weights, offPolicy);
    }

    /** The same tokens with these log-probabilities under the reference. */
    public PolicyTokens withReference(float[] logProbs) {
        return new PolicyTokens(
                targets, behaviour, logRatios, logProbs, advantages, weights, offPolicy);
    }
}
