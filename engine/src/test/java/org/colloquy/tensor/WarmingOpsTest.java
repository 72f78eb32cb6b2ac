package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a product came from plain loops or from the kernels cannot be told from its bits. */
class WarmingOpsTest {

    private static final int SEEDS = 12;

    @Test
    void hasTheBitsOfTheOracleWhileItIsCold() {
        try (WarmingOps ops = new WarmingOps(1, work -> false)) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, SEEDS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 17, 40})
    void hasTheBitsOfTheOracleWhereverItChangesOver(int calls) {
        AtomicInteger before = new AtomicInteger(calls);
        try (WarmingOps ops = new WarmingOps(2, work -> before.getAndDecrement() <= 0)) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, SEEDS));
            assertTrue(ops.name().startsWith("vector"), ops.name());
        }
    }

    /** The blocks into which plain products are cut, and rows that are not whole blocks. */
    @Test
    void cutsLargeProductsWithoutAChange() {
        int m = 3;
        for (int k : List.of(127, 128, 131, 260)) {
            for (int n : List.of(511, 512, 700)) {
                int[] expected = product(new ScalarOps(), m, k, n);
                int[] actual = product(new WarmingOps(1, work -> false), m, k, n);
                assertArrayEquals(expected, actual, k + " x " + n);
            }
        }
    }

    private static int[] product(TensorOps ops, int m, int k, int n) {
        Random random = new Random(k * 1000L + n);
        Tensor a = OpCases.random(ops, random, m * k);
        Tensor b = OpCases.random(ops, random, k * n);
        Tensor c = OpCases.random(ops, random, m * n);
        ops.matmul(c, a, b, m, k, n, true);
        ops.matmulTransposedB(c, a, b, m, k, n, true);
        return OpCases.bits(ops, c);
    }
}
