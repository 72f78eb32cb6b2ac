package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fused op against its definition in double precision, values and finite differences. */
class PolicyLossTest {

    private static final int V = 7;
    private static final int T = 9;
    private static final double STEP = 1e-6;
    private static final int NOWHERE = -1;

    private final TensorOps ops = new ScalarOps();

    @Test
    void lossesAndGradientsAreThoseOfTheDefinition() {
        int clipped = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            PolicyTokens tokens = PolicyCases.tokens(random, T, V);
            PolicyRule rule = PolicyCases.rule(random);
            float[] logits = new float[T * V];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) random.nextGaussian();
            }
            float[] d = logits.clone();
            float[] measures = new float[T * PolicyMeasure.COUNT];
            ops.policyLoss(HeapTensor.over(measures), HeapTensor.over(d), tokens, rule, V);
            for (int t = 0; t < T; t++) {
                String where = "seed " + seed + ", token " + t;
                double loss = loss(logits, t, NOWHERE, 0, tokens, rule);
                assertEquals(loss, PolicyMeasure.LOSS.of(measures, t), 3e-6, where);
                for (int i = 0; i < V; i++) {
                    double above = loss(logits, t, i, STEP, tokens, rule);
                    double below = loss(logits, t, i, -STEP, tokens, rule);
                    assertEquals((above - below) / (2 * STEP), d[t * V + i], 3e-6, where);
                }
                clipped += (int) PolicyMeasure.CLIPPED_LOW.of(measures, t);
                clipped += (int) PolicyMeasure.CLIPPED_HIGH.of(measures, t);
                clipped += (int) PolicyMeasure.CLIPPED_DUAL.of(measures, t);
            }
        }
        assertTrue(clipped > 50, "only " + clipped + " clipped tokens were tried");
    }

    @Test
    void theFirstRatioIsExactlyOne() {
        Random random = new Random(3);
        int v = 33;
        int t = 40;
        float[] logits = new float[t * v];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (4 * random.nextGaussian());
        }
        PolicyTokens some = PolicyCases.tokens(random, t, v);
        float[] behaviour = new float[t];
        ops.logProbs(
                HeapTensor.over(behaviour), HeapTensor.over(logits), some.targets(), v, 1 / 0.7f);
        float[] none = {};
        PolicyTokens tokens =
                new PolicyTokens(
                        some.targets(),
                        behaviour,
                        none,
                        none,
                        some.advantages(),
                        some.weights(),
                        new boolean[t]);
        PolicyRule rule =
                new PolicyRule(1 / 0.7f, 0.8f, 1.2f, 3f, 0f, PolicyRule.KlEstimator.K3, 0f);
        float[] measures = new float[t * PolicyMeasure.COUNT];
        ops.policyLoss(HeapTensor.over(measures), HeapTensor.over(logits), tokens, rule, v);
        for (int row = 0; row < t; row++) {
            assertEquals(1f, PolicyMeasure.RATIO.of(measures, row));
            assertEquals(behaviour[row], PolicyMeasure.LOG_PROB.of(measures, row));
        }
    }

    /** The loss of row t, with logit {@code at} moved by {@code by}. */
    private static double loss(
            float[] logits, int t, int at, double by, PolicyTokens tokens, PolicyRule rule) {
        double[] still = logProbs(logits, t, NOWHERE, 0, rule);
        double[] now = logProbs(logits, t, at, by, rule);
        int target = tokens.targets()[t];
        double logProb = now[target];
        double advantage = tokens.advantages()[t];
        double logRatio = logProb - tokens.behaviour()[t];
        if (tokens.logRatios().length > 0) {
            logRatio = tokens.logRatios()[t] + logProb - still[target];
        }
        if (tokens.offPolicy()[t]) {
            logRatio = logProb - still[target];
        }
        double ratio = Math.exp(logRatio);
        double clip = Math.clamp(ratio, rule.ratioLow(), rule.ratioHigh());
        double objective = Math.min(ratio * advantage, clip * advantage);
        if (advantage < 0) {
            objective = Math.max(objective, rule.dualClip() * advantage);
        }
        double loss = -objective;
        if (tokens.reference().length > 0 && !tokens.offPolicy()[t]) {
            double d = logProb - tokens.reference()[t];
            loss +=
                    rule.kl()
                            * switch (rule.klEstimator()) {
                                case K1 -> d;
                                case K2 -> d * d / 2;
                                case K3 -> Math.exp(-d) - 1 + d;
                            };
        }
        for (double each : now) {
            loss += rule.entropy() * Math.exp(each) * each;
        }
        return tokens.weights()[t] * loss;
    }

    private static double[] logProbs(float[] logits, int t, int at, double by, PolicyRule rule) {
        double[] result = new double[V];
        double sum = 0;
        for (int i = 0; i < V; i++) {
            double logit = logits[t * V + i] + (i == at ? by : 0);
            result[i] = logit * rule.inverseTemperature();
            sum += Math.exp(result[i]);
        }
        for (int i = 0; i < V; i++) {
            result[i] -= Math.log(sum);
        }
        return result;
    }
}
