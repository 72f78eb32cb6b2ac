package org.colloquy.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorBackend;
import org.colloquy.tensor.TensorBackend.Finding;
import org.colloquy.tensor.TensorBackend.Products;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

/** NVIDIA's library by name: what is said where it is not there, and what it is given. */
class CublasTest {

    private static final int[][] SIZES = {{1, 1, 1}, {5, 3, 7}, {33, 17, 2}, {4, 9, 31}};

    @Test
    void isRefusedWhereItIsNotThereAndFormsProductsWhereItIs() {
        CudaDeviceTest.open();
        TensorBackend backend = new CudaBackend().with(Products.CUBLAS).orElseThrow();
        if (backend.look() instanceof Finding.Unusable missing) {
            assertEquals(
                    "cuBLAS is not on this machine (neither libcublas.so.13 nor libcublas.so.12);"
                            + " install it, or use --matmul ours",
                    missing.reason());
            System.load(Emulator.cublas().toString());
        }
        Finding.Usable found = assertInstanceOf(Finding.Usable.class, backend.look());
        assertTrue(found.device().contains("products by libcublas.so.1"), found.device());
        try (TensorOps ops = backend.open()) {
            for (int[] size : SIZES) {
                for (int kind = 0; kind < 3; kind++) {
                    assertArrayEquals(
                            product(new ScalarOps(), size, kind), product(ops, size, kind), 1e-2f);
                }
            }
        }
    }

    private static float[] product(TensorOps ops, int[] size, int kind) {
        int m = size[0];
        int k = size[1];
        int n = size[2];
        Random random = new Random(k);
        Tensor a = random(ops, random, m * k);
        Tensor b = random(ops, random, k * n);
        Tensor c = random(ops, random, m * n);
        switch (kind) {
            case 0 -> ops.matmul(c, a, b, m, k, n, true);
            case 1 -> ops.matmulTransposedB(c, a, b, m, k, n, false);
            default -> ops.matmulTransposedA(c, a, b, m, k, n, true);
        }
        float[] values = new float[m * n];
        ops.download(c, values);
        return values;
    }

    private static Tensor random(TensorOps ops, Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Tensor tensor = ops.allocate(size);
        ops.upload(tensor, values);
        return tensor;
    }
}
