package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.cuda.Emulator;
import org.colloquy.tensor.TensorBackend.Products;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products on tensor cores are right within their rounding, and alike in any batch. */
class LooseProductsTest {

    private static final int[][] SIZES = {{1, 1, 1}, {31, 33, 7}, {130, 17, 131}, {3, 97, 65}};

    @BeforeEach
    void startEmulator() {
        Emulator.start();
    }

    private static TensorOps ops(Products products) {
        return new CudaBackend().with(products).orElseThrow().open();
    }

    /** Relative error of an input: 8 and 11 bits are kept. */
    private static double rounding(Products products) {
        return products == Products.BF16 ? 0x1p-8 : 0x1p-10;
    }

    @ParameterizedTest
    @EnumSource(names = {"TF32", "BF16"})
    void areRightWithinTheirRounding(Products products) {
        Emulator.set("races", 1);
        Emulator.set("orderSeed", 5);
        try (TensorOps ops = ops(products)) {
            for (int[] size : SIZES) {
                for (int kind = 0; kind < 3; kind++) {
                    compare(ops, size, kind, rounding(products));
                }
            }
        }
    }

    /** Each element is off by no more than its inputs' rounding can make of the sum of |a b|. */
    private static void compare(TensorOps ops, int[] size, int kind, double rounding) {
        float[] expected = product(new ScalarOps(), size, kind, false);
        float[] actual = product(ops, size, kind, false);
        float[] scale = product(new ScalarOps(), size, kind, true);
        for (int i = 0; i < expected.length; i++) {
            double bound = 2.1 * rounding * scale[i] + 1e-6;
            assertTrue(
                    Math.abs(actual[i] - expected[i]) <= bound,
                    "%s, kind %d, element %d: %s for %s"
                            .formatted(Arrays.toString(size), kind, i, actual[i], expected[i]));
        }
    }

    private static float[] product(TensorOps ops, int[] size, int kind, boolean absolute) {
        int m = size[0];
        int k = size[1];
        int n = size[2];
        Random random = new Random(m + k);
        Tensor a = random(ops, random, m * k, absolute);
        Tensor b = random(ops, random, k * n, absolute);
        Tensor c = random(ops, random, m * n, absolute);
        switch (kind) {
            case 0 -> ops.matmul(c, a, b, m, k, n, true);
            case 1 -> ops.matmulTransposedB(c, a, b, m, k, n, false);
            default -> ops.matmulTransposedA(c, a, b, m, k, n, true);
        }
        float[] values = new float[m * n];
        ops.download(c, values);
        return values;
    }

    private static Tensor random(TensorOps ops, Random random, int size, boolean absolute) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            float value = (float) random.nextGaussian();
            values[i] = absolute ? Math.abs(value) : value;
        }
        Tensor tensor = ops.allocate(size);
        ops.upload(tensor, values);
        return tensor;
    }

    @ParameterizedTest
    @EnumSource(names = {"TF32", "BF16"})
    void aRowHasTheSameBitsInAnyBatch(Products products) {
        int m = 140;
        int k = 40;
        int n = 9;
        try (TensorOps ops = ops(products)) {
            Random random = new Random(1);
            Tensor a = OpCases.random(ops, random, m * k);
            Tensor b = OpCases.random(ops, random, k * n);
            Tensor all = ops.allocate(m * n);
            ops.matmul(all, a, b, m, k, n, false);
            for (int row : new int[] {0, 17, 133}) {
                Tensor one = ops.allocate(n);
                ops.matmul(one, a.slice(row * k, k), b, 1, k, n, false);
                assertArrayEquals(OpCases.bits(ops, all.slice(row * n, n)), OpCases.bits(ops, one));
            }
        }
    }

    /** With logits in bfloat16, measures and gradients stay near those of the oracle. */
    @Test
    void thePolicyLossOfHiddenRowsIsNearTheOracles() {
        try (TensorOps ops = ops(Products.BF16_LOGITS)) {
            for (int seed = 0; seed < 6; seed++) {
                int t = 5 + 7 * seed;
                List<Tensor> expected = hidden(new ScalarOps(), seed, t, t);
                List<Tensor> actual = hidden(ops, seed, t, 3);
                for (int i = 1; i < 3; i++) {
                    double scale = norm(new ScalarOps(), expected.get(i));
                    double distance = distance(ops, expected.get(i), actual.get(i));
                    assertTrue(distance <= 0.03 * scale, i + ": " + distance + " of " + scale);
                }
            }
        }
    }

    private static List<Tensor> hidden(TensorOps ops, int seed, int t, int atOnce) {
        return HiddenCases.rows(ops, new Random(seed), t, 9, 41, atOnce);
    }

    private static double norm(TensorOps ops, Tensor x) {
        return Math.sqrt(ops.sumOfSquares(x));
    }

    private static double distance(TensorOps ops, Tensor expected, Tensor actual) {
        float[] left = new float[expected.size()];
        float[] right = new float[actual.size()];
        new ScalarOps().download(expected, left);
        ops.download(actual, right);
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += Math.pow(left[i] - right[i], 2);
        }
        return Math.sqrt(sum);
    }
}
