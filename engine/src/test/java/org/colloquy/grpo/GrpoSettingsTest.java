package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.colloquy.grpo.LearningRate.Schedule;
import org.junit.jupiter.api.Test;

class GrpoSettingsTest {

    private static LossSettings aggregated(LossAggregation aggregation) {
        return LossCases.with(LossSettings.DEFAULT, aggregation);
    }

    @Test
    void weighsTokensByTheAggregation() {
        int[] lengths = {1, 3, 4};
        assertArrayEquals(
                new float[] {0.125f, 0.125f, 0.125f},
                LossWeights.of(lengths, aggregated(LossAggregation.TOKEN_MEAN)));
        assertArrayEquals(
                new float[] {1 / 3f, 1 / 9f, 1 / 12f},
                LossWeights.of(lengths, aggregated(LossAggregation.SEQUENCE_MEAN)));
        float constant = 1 / 288f;
        assertArrayEquals(
                new float[] {constant, constant, constant},
                LossWeights.of(lengths, aggregated(LossAggregation.DR_GRPO)));
    }

    @Test
    void warmsUpAndFollowsTheSchedule() {
        LearningRate constant = new LearningRate(1, Schedule.CONSTANT, 4, 0);
        assertEquals(0.25f, constant.rate(0));
        assertEquals(1f, constant.rate(3));
        assertEquals(1f, constant.rate(1000));
        LearningRate linear = new LearningRate(1, Schedule.LINEAR, 0, 4);
        assertEquals(1f, linear.rate(0));
        assertEquals(0.25f, linear.rate(3));
        assertEquals(0f, linear.rate(5));
        LearningRate cosine = new LearningRate(1, Schedule.COSINE, 2, 6);
        assertEquals(1f, cosine.rate(2));
        assertEquals(0.5f, cosine.rate(4), 1e-7f);
        assertEquals(0f, cosine.rate(6));
    }

    @Test
    void namesTheSettingThatIsWrong() {
        GrpoSettings settings = GrpoSettings.DEFAULT.with(InternaliseSettings.NONE);
        refused(
                "group-size",
                () ->
                        new GrpoSettings(
                                32,
                                1,
                                settings.advantages(),
                                settings.internalise(),
                                settings.loss(),
                                settings.update()));
        refused("clip-low", () -> LossCases.clipped(1.5, 0.2, OptionalDouble.empty()));
        refused("clip-high", () -> LossCases.clipped(0.2, -0.1, OptionalDouble.empty()));
        refused("dual-clip", () -> LossCases.clipped(0.2, 0.2, OptionalDouble.of(1)));
        refused("learning-rate", () -> LossCases.update(1, 1, -1e-3, 64));
        refused("minibatches", () -> LossCases.update(1, 0, 1e-3, 64));
    }

    private static void refused(String name, Runnable settings) {
        String message = assertThrows(IllegalArgumentException.class, settings::run).getMessage();
        assertTrue(message.contains(name), message);
    }
}
