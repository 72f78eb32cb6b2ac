package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.colloquy.tensor.PolicyMeasure;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kernels with numbers in bfloat16, against the oracle of what these numbers stand for. */
class HalfKernelsTest {

    private static final float[] NONE = {};

    private DeviceMemory memory;
    private Launcher launcher;

    @BeforeEach
    void startEmulator() {
        CudaDevice device = CudaDeviceTest.open();
        memory = device.memory();
        launcher = device.launcher();
    }

    /** Rounded to the nearest, of two to the even one. */
    private static short rounded(float x) {
        int bits = Float.floatToRawIntBits(x);
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    private static float widened(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Odd and even, on the chip, and with an end that is not. */
    @ParameterizedTest
    @CsvSource({"3, 64", "5, 65", "2, 1001", "2, 5000", "1, 152064"})
    void thePolicyLossIsTheOraclesWithinRounding(int t, int v) {
        Emulator.set("races", v < 2000 ? 1 : 0);
        Emulator.set("orderSeed", v);
        Random random = new Random(v);
        short[] halves = new short[t * v + 1];
        float[] logits = new float[t * v];
        for (int i = 0; i < logits.length; i++) {
            halves[i] = rounded((float) (3 * random.nextGaussian()));
            logits[i] = widened(halves[i]);
        }
        PolicyTokens tokens = tokens(random, t, v);
        PolicyRule rule =
                new PolicyRule(0.9f, 0.8f, 1.2f, 3f, 0f, PolicyRule.KlEstimator.K3, 0.01f);
        float[] measures = new float[t * PolicyMeasure.COUNT];
        short[] gradients = run(halves, tokens, rule, measures, v);
        float[] expected = oracle(logits, tokens, rule, v);
        for (int i = 0; i < measures.length; i++) {
            assertEquals(expected[i], measures[i], 2e-5 * (1 + Math.abs(expected[i])), "" + i);
        }
        for (int i = 0; i < logits.length; i++) {
            float slope = widened(gradients[i]);
            assertEquals(logits[i], slope, 0x1p-8 * Math.abs(logits[i]) + 2e-7, "" + i);
        }
    }

    /** Replaces the logits by their gradients; returns the measures. */
    private static float[] oracle(float[] logits, PolicyTokens tokens, PolicyRule rule, int v) {
        ScalarOps ops = new ScalarOps();
        Tensor in = ops.allocate(logits.length);
        ops.upload(in, logits);
        Tensor out = ops.allocate(tokens.size() * PolicyMeasure.COUNT);
        ops.policyLoss(out, in, tokens, rule, v);
        ops.download(in, logits);
        float[] measures = new float[out.size()];
        ops.download(out, measures);
        return measures;
    }

    private static PolicyTokens tokens(Random random, int t, int v) {
        float[] advantages = new float[t];
        float[] weights = new float[t];
        float[] behaviour = new float[t];
        Arrays.fill(weights, 1f / t);
        for (int i = 0; i < t; i++) {
            advantages[i] = (float) random.nextGaussian();
            behaviour[i] = (float) -Math.log(v);
        }
        int[] targets = random.ints(t, 0, v).toArray();
        return new PolicyTokens(
                targets, behaviour, NONE, NONE, advantages, weights, new boolean[t]);
    }

    private short[] run(
            short[] halves, PolicyTokens tokens, PolicyRule rule, float[] measures, int v) {
        CudaLosses losses = new CudaLosses(CudaBackend.device());
        try (DeviceBuffer logits = memory.of(words(halves));
                DeviceBuffer out = memory.allocate(4L * measures.length)) {
            losses.policyLossOfHalves(
                    DeviceTensor.over(out, measures.length), logits, tokens, rule, v);
            memory.download(out, measures);
            int[] words = new int[(halves.length + 1) / 2];
            memory.download(logits, words);
            return halves(words);
        }
    }

    private static int[] words(short[] halves) {
        int[] words = new int[(halves.length + 1) / 2];
        for (int i = 0; i < halves.length; i++) {
            words[i / 2] |= Short.toUnsignedInt(halves[i]) << 16 * (i % 2);
        }
        return words;
    }

    private static short[] halves(int[] words) {
        short[] halves = new short[2 * words.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) (words[i / 2] >>> 16 * (i % 2));
        }
        return halves;
    }

    @Test
    void anUpdateLeavesACopyInBfloat16() {
        int n = 301;
        Random random = new Random(2);
        float[] p = new float[n];
        float[] g = new float[n];
        for (int i = 0; i < n; i++) {
            p[i] = (float) random.nextGaussian();
            g[i] = (float) random.nextGaussian();
        }
        float[] plain = update(CudaKernel.ADAM_W, p, g, new int[0]);
        int[] copy = new int[(n + 1) / 2];
        assertArrayEquals(plain, update(CudaKernel.ADAM_W_BF16, p, g, copy));
        short[] halves = halves(copy);
        for (int i = 0; i < n; i++) {
            assertEquals(rounded(plain[i]), halves[i], "parameter " + i);
        }
        assertTrue(!Arrays.equals(p, plain), "nothing was updated");
    }

    private float[] update(CudaKernel kernel, float[] p, float[] g, int[] copy) {
        try (DeviceBuffer halves = memory.zeros(2L * p.length + 2);
                DeviceBuffer parameter = memory.of(p);
                DeviceBuffer gradient = memory.of(g);
                DeviceBuffer first = memory.zeros(4L * p.length);
                DeviceBuffer second = memory.zeros(4L * p.length)) {
            Object[] all = {
                halves, parameter, gradient, first, second, 1f, 0.9f, 0.99f, 1e-8f, 1e-2f, 2f, 0.9f,
                p.length
            };
            launcher.launch(
                    kernel,
                    Launcher.Grid.ofElements(p.length),
                    kernel == CudaKernel.ADAM_W ? Arrays.copyOfRange(all, 1, all.length) : all);
            float[] updated = new float[p.length];
            memory.download(parameter, updated);
            if (copy.length > 0) {
                memory.download(halves, copy);
            }
            return updated;
        }
    }
}
