package org.colloquy.transformer;

import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/** Models and texts that are small enough for a test. */
final class TinyModel {

    static final TransformerConfig TIED = config(true);
    static final TransformerConfig UNTIED = config(false);

    private TinyModel() {}

    /** Sizes that fit no vector width, with grouped heads. */
    private static TransformerConfig config(boolean tied) {
        return new TransformerConfig(11, 10, 2, 4, 2, 6, 13, 10_000, 1e-5f, 40, tied);
    }

    /** Initial parameters, with norms that are not all one. */
    static Parameters parameters(TransformerConfig config, long seed, TensorOps ops) {
        Parameters parameters = Parameters.initial(config, seed, ops);
        float[] norms = download(parameters.undecayed(), ops);
        long key = CounterRandom.key(seed, "norms");
        for (int i = 0; i < norms.length; i++) {
            norms[i] = (float) (1 + 0.2 * CounterRandom.gaussian(key, i));
        }
        ops.upload(parameters.undecayed(), norms);
        return parameters;
    }

    /** Random tokens. */
    static int[] tokens(TransformerConfig config, long seed, int count) {
        long key = CounterRandom.key(seed, "tokens");
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = CounterRandom.below(key, i, config.vocabulary());
        }
        return tokens;
    }

    /** A batch of sequences of 1, 2, ... tokens with weights 0, 1 and between. */
    static TrainingBatch batch(TransformerConfig config, long seed, int sequences) {
        int[] starts = new int[sequences];
        int size = 0;
        for (int s = 0; s < sequences; s++) {
            starts[s] = size;
            size += s + 1;
        }
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = i % 5 == 2 ? 0 : i % 3 == 0 ? 0.5f : 1;
        }
        return new TrainingBatch(
                new PackedSequences(tokens(config, seed, size), starts),
                tokens(config, seed + 1, size),
                weights);
    }

    static float[] download(Tensor tensor, TensorOps ops) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        return values;
    }
}
