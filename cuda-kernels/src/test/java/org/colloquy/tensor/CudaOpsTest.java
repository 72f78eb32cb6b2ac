package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.cuda.Emulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The CUDA kernels, run by the emulator, leave the oracle's bits. */
class CudaOpsTest {

    private static final int SEEDS = 12;
    private static final int CHECKED_SEEDS = 3;

    @BeforeEach
    void startEmulator() {
        Emulator.start();
    }

    @Test
    void hasTheBitsOfTheOracle() {
        try (TensorOps ops = new CudaBackend().open()) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, SEEDS));
        }
    }

    /** Wide and high enough for large tiles, with a ragged end on every side. */
    @Test
    void largeProductsHaveTheBitsOfTheOracle() {
        try (TensorOps ops = new CudaBackend().open()) {
            assertArrayEquals(largeProducts(new ScalarOps()), largeProducts(ops));
        }
    }

    private static int[] largeProducts(TensorOps ops) {
        int m = 1447;
        int k = 11;
        int n = 1351;
        Random random = new Random(5);
        Tensor a = OpCases.random(ops, random, m * k);
        Tensor b = OpCases.random(ops, random, k * n);
        Tensor c = OpCases.random(ops, random, m * n);
        ops.matmul(c, a, b, m, k, n, true);
        ops.matmulTransposedB(c, a, b, m, k, n, true);
        ops.matmulTransposedA(c, a, b, m, k, n, true);
        return OpCases.bits(ops, c);
    }

    /** Rows that fit on the chip, several chunks long, and rows that do not. */
    @ParameterizedTest
    @ValueSource(ints = {2048, 2049, 5003, 36_000, 45_001})
    void policyLossOfWideVocabulariesHasTheBitsOfTheOracle(int v) {
        Emulator.set("orderSeed", v);
        Emulator.set("races", v < 6000 ? 1 : 0);
        try (TensorOps ops = new CudaBackend().open()) {
            for (int seed = 0; seed < 2; seed++) {
                List<int[]> expected = policyLoss(new ScalarOps(), new Random(seed), v);
                List<int[]> actual = policyLoss(ops, new Random(seed), v);
                assertArrayEquals(expected.getFirst(), actual.getFirst());
                assertArrayEquals(expected.getLast(), actual.getLast());
            }
        }
    }

    private static List<int[]> policyLoss(TensorOps ops, Random random, int v) {
        PolicyTokens tokens = PolicyCases.tokens(random, 2, v);
        Tensor logits = OpCases.random(ops, random, 2 * v);
        Tensor measures = OpCases.random(ops, random, 2 * PolicyMeasure.COUNT);
        ops.policyLoss(measures, logits, tokens, PolicyCases.rule(random), v);
        return List.of(OpCases.bits(ops, measures), OpCases.bits(ops, logits));
    }

    @Test
    void drawsFromWideVocabulariesAsTheOracle() {
        Emulator.set("orderSeed", 3);
        try (TensorOps ops = new CudaBackend().open()) {
            for (int v : new int[] {4099, 32_000}) {
                Tensor expected = DrawCases.rows(new ScalarOps(), new Random(v), 6, v).getFirst();
                Tensor actual = DrawCases.rows(ops, new Random(v), 6, v).getFirst();
                assertArrayEquals(
                        OpCases.bits(new ScalarOps(), expected), OpCases.bits(ops, actual));
            }
        }
    }

    @Test
    void doesNotDependOnTheOrderOfThreadsAndHasNoRaces() {
        Emulator.set("orderSeed", 11);
        Emulator.set("races", 1);
        try (TensorOps ops = new CudaBackend().open()) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, CHECKED_SEEDS));
        }
    }
}
