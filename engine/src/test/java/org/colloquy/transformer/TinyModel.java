package org.colloquy.transformer;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/** Models and texts that are small enough for a test. */
final class TinyModel {

    static final TransformerConfig TIED = config(true);
    static final TransformerConfig UNTIED = config(false);

    /** Every shape that differs from these: biases, head norms, a window, scaled positions. */
    static final List<TransformerConfig> VARIANTS =
            List.of(
                    variant(true, Variant.of(Family.QWEN2)),
                    variant(false, Variant.of(Family.QWEN3)),
                    variant(
                            false,
                            new Variant(Family.MISTRAL, new RopeScaling.None(), OptionalInt.of(3))),
                    variant(
                            true,
                            new Variant(
                                    Family.LLAMA,
                                    new RopeScaling.Llama3(8, 1, 4, 16),
                                    OptionalInt.empty())),
                    variant(
                            true,
                            new Variant(
                                    Family.QWEN2,
                                    new RopeScaling.Linear(2.5),
                                    OptionalInt.empty())));

    /** All shapes. */
    static final List<TransformerConfig> ALL =
            Stream.concat(Stream.of(TIED, UNTIED), VARIANTS.stream()).toList();

    private TinyModel() {}

    private static TransformerConfig variant(boolean tied, Variant variant) {
        return new TransformerConfig(11, 10, 2, 4, 2, 6, 13, 10_000, 1e-5f, 40, tied, variant);
    }

    /** Sizes that fit no vector width, with grouped heads. */
    private static TransformerConfig config(boolean tied) {
        return new TransformerConfig(11, 10, 2, 4, 2, 6, 13, 10_000, 1e-5f, 40, tied);
    }

    /** Initial parameters, with norms that are not all one and biases that are not zero. */
    static Parameters parameters(TransformerConfig config, long seed, TensorOps ops) {
        Parameters parameters = Parameters.initial(config, seed, ops);
        float[] norms = download(parameters.undecayed(), ops);
        long key = CounterRandom.key(seed, "norms");
        for (int i = 0; i < norms.length; i++) {
            norms[i] += (float) (0.2 * CounterRandom.gaussian(key, i));
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
