package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 1: the vector backend returns the oracle's bits at any width, on any threads. */
class VectorOpsTest {

    private static final int SEEDS = 12;
    private static final int FORKED_SEEDS = 5;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void hasTheBitsOfTheOracleOnAnyThreads(int threads) {
        try (TensorOps ops = new VectorOps(threads)) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, SEEDS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void hasTheBitsOfTheOracleAtAnyWidth(int bits) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(
                                java,
                                "--add-modules=jdk.incubator.vector",
                                "-D" + Species.PROPERTY + "=" + bits,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Fork.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the fork did not end");
        assertTrue(output.contains("vector " + bits + " bit x 2 threads: []"), output);
    }

    /** Deeper than one copy, wider than one group of panels, with a narrow panel at the end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void cutsLargeProductsWithoutAChange(int threads) {
        try (TensorOps ops = new VectorOps(threads)) {
            assertArrayEquals(largeProducts(new ScalarOps()), largeProducts(ops));
        }
    }

    private static int[] largeProducts(TensorOps ops) {
        int m = 61;
        int k = 1031;
        int n = 301;
        Random random = new Random(5);
        Tensor a = OpCases.random(ops, random, m * k);
        Tensor b = OpCases.random(ops, random, k * n);
        Tensor c = OpCases.random(ops, random, m * n);
        ops.matmul(c, a, b, m, k, n, true);
        ops.matmulTransposedB(c, a, b, m, k, n, true);
        ops.matmulTransposedA(c, a, b, m, k, n, true);
        return OpCases.bits(ops, c);
    }

    @Test
    void refusesATensorOfAnotherBackend() {
        try (TensorOps ops = new VectorOps(1)) {
            Tensor foreign =
                    new Tensor() {
                        @Override
                        public int size() {
                            return 1;
                        }

                        @Override
                        public Tensor slice(int offset, int length) {
                            return this;
                        }
                    };
            String message =
                    assertThrows(IllegalArgumentException.class, () -> ops.fill(foreign, 1f))
                            .getMessage();
            assertTrue(message.contains("allocate"), message);
        }
    }

    /** What a forked JVM of a given width runs. */
    static final class Fork {

        private Fork() {}

        public static void main(String[] arguments) {
            try (TensorOps ops = new VectorOps(2)) {
                System.out.println(
                        ops.name()
                                + ": "
                                + OpCases.differences(new ScalarOps(), ops, FORKED_SEEDS));
            }
        }
    }
}
