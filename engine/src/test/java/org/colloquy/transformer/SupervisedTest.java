package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

class SupervisedTest {

    private final TensorOps ops = new ScalarOps();
    private final TransformerConfig config = TinyModel.TIED;

    private Supervised supervised(CosineSchedule schedule) {
        Parameters parameters = Parameters.initial(config, 1, ops);
        return new Supervised(
                new Transformer(parameters, ops), AdamWSettings.PRETRAINING, schedule, 64, ops);
    }

    @Test
    void learnsATinyBatchByHeart() {
        Supervised supervised = supervised(new CosineSchedule(2e-2, 0.1, 5, 150));
        PackedSequences sequences =
                new PackedSequences(new int[] {1, 2, 3, 4, 5, 6, 7, 3, 2, 1}, new int[] {0, 5});
        TrainingBatch batch =
                new TrainingBatch(
                        sequences,
                        new int[] {2, 3, 4, 5, 0, 7, 3, 2, 1, 0},
                        new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
        double before = supervised.loss(batch);
        assertEquals(Math.log(config.vocabulary()), before, 1);
        for (int i = 0; i < 150; i++) {
            supervised.train(batch);
        }
        assertTrue(supervised.loss(batch) < 0.02, "loss is still " + supervised.loss(batch));
        assertEquals(150, supervised.optimizer().updates());
    }

    @Test
    void maskedRowsTeachNothing() {
        TrainingBatch batch = TinyModel.batch(config, 4, 5);
        int[] otherTargets = batch.targets().clone();
        for (int row = 0; row < otherTargets.length; row++) {
            if (batch.weights()[row] == 0) {
                otherTargets[row] = (otherTargets[row] + 1) % config.vocabulary();
            }
        }
        CosineSchedule schedule = new CosineSchedule(1e-2, 0.1, 0, 10);
        Supervised.Step one = supervised(schedule).train(batch);
        Supervised.Step other =
                supervised(schedule)
                        .train(new TrainingBatch(batch.sequences(), otherTargets, batch.weights()));
        assertEquals(one, other);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        supervised(schedule)
                                .train(
                                        new TrainingBatch(
                                                batch.sequences(),
                                                otherTargets,
                                                new float[otherTargets.length])));
    }

    @Test
    void aGradientThatIsNotFiniteStopsTheUpdate() {
        Parameters parameters = Parameters.initial(config, 1, ops);
        Gradients gradients = new Gradients(config, ops);
        ops.fill(gradients.open().flat(), Float.NaN);
        AdamW adamW = new AdamW(parameters, AdamWSettings.PRETRAINING, ops);
        assertThrows(ArithmeticException.class, () -> adamW.update(gradients, 1e-3f, 1));
        assertEquals(0, adamW.updates());
    }

    @Test
    void theGradientIsClippedByItsGlobalNorm() {
        Parameters parameters = Parameters.zeros(config, ops);
        AdamWSettings settings = new AdamWSettings(0.9f, 0.9f, 1e-8f, 0, 0.5f);
        AdamW adamW = new AdamW(parameters, settings, ops);
        Gradients gradients = new Gradients(config, ops);
        ops.fill(gradients.open().flat(), 3);
        double norm = adamW.update(gradients, 1e-3f, 0.5);
        double expected = 1.5 * Math.sqrt(parameters.flat().size());
        assertEquals(expected, norm, 1e-6 * expected);
        float moment = TinyModel.download(adamW.firstMoments().flat(), ops)[0];
        assertEquals(0.1 * 1.5 * 0.5 / expected, moment, 1e-6);
    }

    @Test
    void theScheduleWarmsUpAndFalls() {
        CosineSchedule schedule = new CosineSchedule(1, 0.1, 4, 11);
        assertEquals(0.25f, schedule.rate(0));
        assertEquals(1f, schedule.rate(3));
        assertEquals(1f, schedule.rate(4));
        assertEquals(0.55f, schedule.rate(7), 1e-6f);
        assertEquals(0.1f, schedule.rate(10), 1e-6f);
        assertEquals(0.1f, schedule.rate(99), 1e-6f);
    }
}
