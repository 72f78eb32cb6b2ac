package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

/**
 * The conventions that finite differences cannot see: which halves rotate, which query heads share
 * a key head, where norms stand. The numbers are the last row's logits of a rewriting of Hugging
 * Face's LlamaForCausalLM in double precision, which read the same weights from our files.
 */
class LlamaParityTest {

    private static final int[] TOKENS = {1, 9, 4, 4, 7, 0, 10, 3};
    private static final double[] TIED = {
        -0.80237, 0.41218, -0.64241, 0.32055, 0.11952, -1.17333, 1.1727, -0.52305, 0.31759, 0.78463,
        0.48918
    };
    private static final double[] UNTIED = {
        -0.53595, 0.85229, -0.59819, -0.03091, 0.87405, 0.73503, 1.21084, 0.66713, 0.64435, 1.1511,
        0.55063
    };

    @Test
    void logitsAreThoseOfHuggingFace() {
        assertLogits(TIED, TinyModel.TIED);
        assertLogits(UNTIED, TinyModel.UNTIED);
    }

    private static void assertLogits(double[] expected, TransformerConfig config) {
        TensorOps ops = new ScalarOps();
        Transformer transformer = new Transformer(TinyModel.parameters(config, 21, ops), ops);
        float[] logits =
                TinyModel.download(
                        transformer.forward(
                                PackedSequences.of(TOKENS), new int[] {TOKENS.length - 1}),
                        ops);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], logits[i], 2e-5, "token " + i);
        }
    }
}
