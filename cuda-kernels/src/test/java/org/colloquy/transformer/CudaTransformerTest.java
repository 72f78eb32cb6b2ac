package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.cuda.Emulator;
import org.colloquy.tensor.ScalarOps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forward, backward and update of whole models, and cached passes, have the oracle's bits. */
class CudaTransformerTest {

    private static final List<TransformerConfig> CONFIGS =
            Stream.concat(TinyModel.ALL.stream(), Stream.of(BackendAgreementTest.WIDE)).toList();

    @BeforeEach
    void startEmulator() {
        Emulator.start();
    }

    @Test
    void trainingLeavesTheSameBits() {
        for (TransformerConfig config : CONFIGS) {
            float[] expected = BackendAgreementTest.trained(config, new ScalarOps());
            assertArrayEquals(
                    expected, BackendAgreementTest.trained(config, new CudaBackend().open()));
        }
    }

    @Test
    void cachedPassesLeaveTheSameBits() {
        for (TransformerConfig config : CONFIGS) {
            float[] expected = BackendAgreementTest.sampled(config, new ScalarOps());
            assertArrayEquals(
                    expected, BackendAgreementTest.sampled(config, new CudaBackend().open()));
        }
    }
}
