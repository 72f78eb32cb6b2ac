package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.colloquy.tensor.TensorOps.AttentionShape;
import org.junit.jupiter.api.Test;

/**
 * Every backward operation against central differences of its forward operation, under the loss sum
 * of out * dOut, summed in double precision.
 */
class GradientTest {

    private static final float STEP = 1e-2f;

    private final TensorOps ops = new ScalarOps();
    private final Random random = new Random(3);

    @FunctionalInterface
    private interface Loss {
        double value();
    }

    @Test
    void rmsNorm() {
        int t = 3;
        int c = 21;
        Tensor x = OpCases.random(ops, random, t * c);
        Tensor weight = OpCases.random(ops, random, c);
        Tensor dOut = OpCases.random(ops, random, t * c);
        Tensor out = ops.allocate(t * c);
        Loss loss =
                () -> {
                    ops.rmsNorm(out, x, weight, t, c, 1e-5f);
                    return dot(out, dOut);
                };
        Tensor dX = ops.allocate(t * c);
        Tensor dWeight = ops.allocate(c);
        ops.rmsNormBackward(dX, dWeight, dOut, x, weight, t, c, 1e-5f);
        assertGradient("dX", x, dX, loss);
        assertGradient("dWeight", weight, dWeight, loss);
    }

    @Test
    void swiGlu() {
        Tensor gate = OpCases.random(ops, random, 40);
        Tensor up = OpCases.random(ops, random, 40);
        Tensor dOut = OpCases.random(ops, random, 40);
        Tensor out = ops.allocate(40);
        Loss loss =
                () -> {
                    ops.swiGlu(out, gate, up);
                    return dot(out, dOut);
                };
        Tensor dGate = ops.allocate(40);
        Tensor dUp = ops.allocate(40);
        ops.swiGluBackward(dGate, dUp, dOut, gate, up);
        assertGradient("dGate", gate, dGate, loss);
        assertGradient("dUp", up, dUp, loss);
    }

    @Test
    void rotary() {
        int[] positions = {1, 2};
        Tensor cosSin = ops.allocate(3 * 4);
        for (int p = 0; p < 3; p++) {
            float[] row = {
                (float) Math.cos(p), (float) Math.cos(p * 0.3),
                (float) Math.sin(p), (float) Math.sin(p * 0.3)
            };
            ops.upload(cosSin.slice(p * 4, 4), row);
        }
        Tensor x = OpCases.random(ops, random, 2 * 3 * 4);
        Tensor dOut = OpCases.random(ops, random, 2 * 3 * 4);
        Tensor out = ops.allocate(2 * 3 * 4);
        Loss loss =
                () -> {
                    ops.copy(out, x);
                    ops.rotary(out, cosSin, positions, 3, 4, false);
                    return dot(out, dOut);
                };
        Tensor dX = ops.allocate(2 * 3 * 4);
        ops.copy(dX, dOut);
        ops.rotary(dX, cosSin, positions, 3, 4, true);
        assertGradient("dX", x, dX, loss);
    }

    @Test
    void attention() {
        AttentionShape shape = new AttentionShape(4, 2, 6, 0.4f);
        int[] first = {0, 0, 0, 3, 3};
        int[] last = {0, 1, 2, 3, 4};
        Tensor q = OpCases.random(ops, random, 5 * 4 * 6);
        Tensor k = OpCases.random(ops, random, 5 * 2 * 6);
        Tensor v = OpCases.random(ops, random, 5 * 2 * 6);
        Tensor dOut = OpCases.random(ops, random, 5 * 4 * 6);
        Tensor out = ops.allocate(5 * 4 * 6);
        Loss loss =
                () -> {
                    ops.attention(out, q, k, v, first, last, shape);
                    return dot(out, dOut);
                };
        Tensor dQ = ops.allocate(5 * 4 * 6);
        Tensor dK = ops.allocate(5 * 2 * 6);
        Tensor dV = ops.allocate(5 * 2 * 6);
        ops.attentionBackward(dQ, dK, dV, dOut, q, k, v, first, last, shape);
        assertGradient("dQ", q, dQ, loss);
        assertGradient("dK", k, dK, loss);
        assertGradient("dV", v, dV, loss);
    }

    @Test
    void crossEntropy() {
        int v = 11;
        int[] targets = {3, 0, 10};
        float[] weights = {0.5f, 0f, 1.5f};
        Tensor logits = OpCases.random(ops, random, 3 * v);
        Tensor losses = ops.allocate(3);
        Tensor dLogits = ops.allocate(3 * v);
        Tensor ones = ops.allocate(3);
        ops.fill(ones, 1f);
        Loss loss =
                () -> {
                    ops.copy(dLogits, logits);
                    ops.crossEntropy(losses, dLogits, targets, weights, v);
                    return dot(losses, ones);
                };
        loss.value();
        Tensor gradient = ops.allocate(3 * v);
        ops.copy(gradient, dLogits);
        assertGradient("dLogits", logits, gradient, loss);
    }

    private void assertGradient(String name, Tensor x, Tensor gradient, Loss loss) {
        float[] values = values(x);
        float[] expected = values(gradient);
        for (int i = 0; i < values.length; i++) {
            Tensor one = x.slice(i, 1);
            ops.fill(one, values[i] + STEP);
            double above = loss.value();
            ops.fill(one, values[i] - STEP);
            double below = loss.value();
            ops.fill(one, values[i]);
            double width = (double) (values[i] + STEP) - (values[i] - STEP);
            double difference = (above - below) / width;
            assertEquals(difference, expected[i], 3e-3, name + " element " + i);
        }
    }

    private float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        return values;
    }

    private double dot(Tensor x, Tensor y) {
        float[] left = values(x);
        float[] right = values(y);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
