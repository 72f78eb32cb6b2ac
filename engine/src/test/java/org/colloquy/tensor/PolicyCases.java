package org.colloquy.tensor;

import java.util.Random;
import org.colloquy.tensor.PolicyRule.KlEstimator;

/** Random inputs of the policy loss: every term on and off, ratios on both sides of the clips. */
final class PolicyCases {

    private PolicyCases() {}

    static PolicyRule rule(Random random) {
        KlEstimator[] estimators = KlEstimator.values();
        return new PolicyRule(
                0.5f + random.nextFloat(),
                0.8f,
                1.28f,
                random.nextBoolean() ? 1.6f : Float.POSITIVE_INFINITY,
                random.nextBoolean() ? 0.3f : 0f,
                estimators[random.nextInt(estimators.length)],
                random.nextBoolean() ? 0.2f : 0f);
    }

    static PolicyTokens tokens(Random random, int t, int v) {
        float[] behaviour = new float[t];
        float[] reference = new float[random.nextBoolean() ? t : 0];
        float[] logRatios = new float[random.nextInt(3) == 0 ? t : 0];
        float[] advantages = new float[t];
        float[] weights = new float[t];
        boolean[] offPolicy = new boolean[t];
        double usual = -Math.log(v) - 0.5;
        for (int i = 0; i < t; i++) {
            behaviour[i] = (float) (usual + random.nextGaussian());
            advantages[i] = random.nextInt(5) == 0 ? 0f : (float) random.nextGaussian();
            weights[i] = random.nextInt(6) == 0 ? 0f : random.nextFloat();
            offPolicy[i] = random.nextInt(5) == 0;
        }
        for (int i = 0; i < reference.length; i++) {
            reference[i] = (float) (usual + random.nextGaussian());
        }
        for (int i = 0; i < logRatios.length; i++) {
            logRatios[i] = (float) (0.4 * random.nextGaussian());
        }
        int[] targets = random.ints(t, 0, v).toArray();
        return new PolicyTokens(
                targets, behaviour, logRatios, reference, advantages, weights, offPolicy);
    }
}
