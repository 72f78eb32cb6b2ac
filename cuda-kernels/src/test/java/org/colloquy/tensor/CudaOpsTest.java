package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.cuda.Emulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void doesNotDependOnTheOrderOfThreadsAndHasNoRaces() {
        Emulator.set("orderSeed", 11);
        Emulator.set("races", 1);
        try (TensorOps ops = new CudaBackend().open()) {
            assertEquals(List.of(), OpCases.differences(new ScalarOps(), ops, CHECKED_SEEDS));
        }
    }
}
