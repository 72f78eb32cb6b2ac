package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

class GradientTest {

    private static final float STEP = 4e-3f;

    private final TensorOps ops = new ScalarOps();

    @Test
    void everyParameterAgreesWithFiniteDifferencesTied() {
        checkAll(TinyModel.TIED);
    }

    @Test
    void everyParameterAgreesWithFiniteDifferencesUntied() {
        checkAll(TinyModel.UNTIED);
    }

    @Test
    void everyParameterOfEveryVariantAgreesWithFiniteDifferences() {
        TinyModel.VARIANTS.forEach(this::checkAll);
    }

    private void checkAll(TransformerConfig config) {
        Parameters parameters = TinyModel.parameters(config, 3, ops);
        Transformer transformer = new Transformer(parameters, ops);
        TrainingBatch batch = TinyModel.batch(config, 5, 5);
        Gradients gradients = new Gradients(config, ops);
        loss(transformer, batch);
        transformer.backward(lastLogits, gradients);
        Parameters d = gradients.complete();
        for (int w = 0; w < parameters.weights().size(); w++) {
            Parameters.Weight weight = parameters.weights().get(w);
            float[] analytic = TinyModel.download(d.weights().get(w).values(), ops);
            float[] values = TinyModel.download(weight.values(), ops);
            double largest = 0;
            for (int i = 0; i < values.length; i++) {
                float value = values[i];
                double above = moved(transformer, batch, weight, values, i, value + STEP);
                double below = moved(transformer, batch, weight, values, i, value - STEP);
                double numeric = (above - below) / ((value + STEP) - (double) (value - STEP));
                moved(transformer, batch, weight, values, i, value);
                String where = weight.name() + "[" + i + "]";
                double tolerance = 2e-3 + 5e-3 * Math.abs(numeric);
                assertEquals(numeric, analytic[i], tolerance, where);
                largest = Math.max(largest, Math.abs(numeric));
            }
            assertTrue(largest > 0.02, weight.name() + " hardly matters: " + largest);
        }
    }

    private double moved(
            Transformer transformer,
            TrainingBatch batch,
            Parameters.Weight weight,
            float[] values,
            int index,
            float value) {
        values[index] = value;
        ops.upload(weight.values(), values);
        return loss(transformer, batch);
    }

    private Tensor lastLogits = ops.allocate(1);

    private double loss(Transformer transformer, TrainingBatch batch) {
        int n = batch.targets().length;
        lastLogits = transformer.forward(batch.sequences(), batch.sequences().allRows());
        Tensor losses = ops.allocate(n);
        int vocabulary = transformer.config().vocabulary();
        ops.crossEntropy(losses, lastLogits, batch.targets(), batch.weights(), vocabulary);
        double sum = 0;
        for (float loss : TinyModel.download(losses, ops)) {
            sum += loss;
        }
        return sum;
    }

    @Test
    void splittingABatchChangesNoBit() {
        for (TransformerConfig config : TinyModel.ALL) {
            TrainingBatch batch = TinyModel.batch(config, 9, 6);
            float[] whole = afterTraining(config, batch, 1000);
            for (int microBatchTokens : new int[] {1, 4, 9}) {
                assertArrayEquals(whole, afterTraining(config, batch, microBatchTokens));
            }
        }
    }

    private float[] afterTraining(TransformerConfig config, TrainingBatch batch, int microTokens) {
        Parameters parameters = Parameters.initial(config, 1, ops);
        Supervised supervised =
                new Supervised(
                        new Transformer(parameters, ops),
                        AdamWSettings.PRETRAINING,
                        new CosineSchedule(1e-2, 0.1, 1, 10),
                        microTokens,
                        ops);
        for (int i = 0; i < 3; i++) {
            supervised.train(batch);
        }
        return TinyModel.download(parameters.flat(), ops);
    }

    @Test
    void aCopyStaysWhenTheOriginalLearns() {
        Parameters parameters = Parameters.initial(TinyModel.TIED, 1, ops);
        Parameters copy = parameters.copy(ops);
        float[] before = TinyModel.download(copy.flat(), ops);
        ops.fill(parameters.flat(), 7);
        assertArrayEquals(before, TinyModel.download(copy.flat(), ops));
    }

    @Test
    void backwardNeedsItsForwardAndOpenGradients() {
        Transformer transformer = new Transformer(Parameters.zeros(TinyModel.TIED, ops), ops);
        Gradients gradients = new Gradients(TinyModel.TIED, ops);
        Tensor logits = transformer.forward(PackedSequences.of(1, 2), new int[] {1});
        transformer.backward(logits, gradients);
        assertThrows(IllegalStateException.class, () -> transformer.backward(logits, gradients));
        gradients.complete();
        transformer.forward(PackedSequences.of(1, 2), new int[] {1});
        assertThrows(IllegalStateException.class, () -> transformer.backward(logits, gradients));
    }
}
