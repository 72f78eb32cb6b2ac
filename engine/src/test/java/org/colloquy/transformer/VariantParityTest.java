package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

/** Every shape's logits are those of the plain reference, which reads the same files. */
class VariantParityTest {

    private static final int LENGTH = 30;

    @Test
    void logitsAreThoseOfThePlainReference() throws IOException {
        for (TransformerConfig config : TinyModel.ALL) {
            TensorOps ops = new ScalarOps();
            Parameters parameters = TinyModel.parameters(config, 21, ops);
            int[] tokens = TinyModel.tokens(config, 5, LENGTH);
            int[] rows = new int[LENGTH];
            Arrays.setAll(rows, row -> row);
            Transformer transformer = new Transformer(parameters, ops);
            float[] logits =
                    TinyModel.download(transformer.forward(PackedSequences.of(tokens), rows), ops);
            byte[] file = ModelFolder.weights(parameters, ops);
            double[][] expected =
                    new PlainReference(config, Safetensors.of("file", file)).logits(tokens);
            double largest = 0;
            for (int i = 0; i < logits.length; i++) {
                double wanted = expected[i / config.vocabulary()][i % config.vocabulary()];
                assertEquals(wanted, logits[i], 3e-5, config.variant() + " logit " + i);
                largest = Math.max(largest, Math.abs(wanted));
            }
            assertTrue(largest > 1, "the logits hardly differ from zero: " + largest);
        }
    }

    @Test
    void everyVariantMatters() {
        TensorOps ops = new ScalarOps();
        int[] tokens = TinyModel.tokens(TinyModel.UNTIED, 5, LENGTH);
        for (TransformerConfig config : TinyModel.VARIANTS) {
            float[] own = last(TinyModel.parameters(config, 21, ops), tokens, ops);
            TransformerConfig plain = config.tiedEmbeddings() ? TinyModel.TIED : TinyModel.UNTIED;
            Parameters without = Parameters.zeros(plain, ops);
            Parameters with = TinyModel.parameters(config, 21, ops);
            for (Parameters.Weight weight : without.weights()) {
                with.weights().stream()
                        .filter(one -> one.name().equals(weight.name()))
                        .forEach(one -> ops.copy(weight.values(), one.values()));
            }
            float[] other = last(without, tokens, ops);
            double distance = 0;
            for (int i = 0; i < own.length; i++) {
                distance = Math.max(distance, Math.abs(own[i] - other[i]));
            }
            assertTrue(distance > 1e-3, config.variant() + " changes no logit: " + distance);
        }
    }

    private static float[] last(Parameters parameters, int[] tokens, TensorOps ops) {
        Transformer transformer = new Transformer(parameters, ops);
        int[] row = {tokens.length - 1};
        return TinyModel.download(transformer.forward(PackedSequences.of(tokens), row), ops);
    }
}
