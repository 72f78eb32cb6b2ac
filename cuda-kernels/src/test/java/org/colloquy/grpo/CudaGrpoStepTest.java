package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.colloquy.cuda.CudaBackend;
import org.colloquy.cuda.Emulator;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorBackend.Products;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sampling, advantages, loss and update of whole steps have the oracle's bits. */
class CudaGrpoStepTest {

    private static final int STEPS = 2;

    /** What some steps leave: their metrics and the weights. */
    private record Outcome(List<StepMetrics> metrics, float[] weights) {}

    @Test
    void stepsLeaveTheSameBits() {
        Emulator.start();
        Outcome expected = outcome(new ScalarOps());
        Outcome actual = outcome(new CudaBackend().open());
        assertEquals(expected.metrics(), actual.metrics());
        assertArrayEquals(expected.weights(), actual.weights());
    }

    /** Products on tensor cores have the same bits in any batch, so ratios start at exactly 1. */
    @ParameterizedTest
    @EnumSource(names = {"TF32", "BF16"})
    void whatWasSampledIsWhatIsTrainedWithLooserProducts(Products products) {
        Emulator.start();
        Outcome exact = outcome(new ScalarOps());
        Outcome loose = outcome(new CudaBackend().with(products).orElseThrow().open());
        assertArrayEquals(exact.weights(), loose.weights(), 0.05f);
        assertFalse(Arrays.equals(exact.weights(), loose.weights()), "products were not rounded");
    }

    private static Outcome outcome(TensorOps backend) {
        try (TensorOps ops = backend) {
            Parameters parameters = Parameters.initial(TwoArms.CONFIG, 3, ops);
            GrpoStep step =
                    new GrpoStep(
                            "ada",
                            parameters,
                            Optional.empty(),
                            GrpoSettings.DEFAULT,
                            100,
                            TwoArms.INVERSE_TEMPERATURE,
                            ops);
            List<StepMetrics> metrics = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                StepMetrics one = step.take(i, TwoArms.groups(parameters, 16, i, ops));
                assertEquals(1, one.ratioMin(), "what was sampled is what is trained");
                assertEquals(1, one.ratioMax());
                metrics.add(one);
            }
            float[] weights = new float[parameters.flat().size()];
            ops.download(parameters.flat(), weights);
            return new Outcome(metrics, weights);
        }
    }
}
