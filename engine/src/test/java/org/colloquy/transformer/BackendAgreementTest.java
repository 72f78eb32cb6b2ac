package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.tensor.WarmingOps;
import org.junit.jupiter.api.Test;

/** Vectors and threads change no bit of a model, a gradient or a cached pass. */
class BackendAgreementTest {

    /** Wide enough for whole vectors and for threads to be worth their while. */
    static final TransformerConfig WIDE =
            new TransformerConfig(70, 64, 2, 4, 2, 32, 150, 10_000, 1e-5f, 64, true);

    private static final int SEQUENCES = 16;

    @Test
    void trainingLeavesTheSameBits() {
        for (TransformerConfig config : List.of(TinyModel.TIED, TinyModel.UNTIED, WIDE)) {
            float[] expected = trained(config, new ScalarOps());
            assertArrayEquals(expected, trained(config, new VectorOps(1)));
            assertArrayEquals(expected, trained(config, new VectorOps(2)));
        }
    }

    @Test
    void cachedPassesLeaveTheSameBits() {
        for (TransformerConfig config : List.of(TinyModel.TIED, TinyModel.UNTIED, WIDE)) {
            float[] expected = sampled(config, new ScalarOps());
            assertArrayEquals(expected, sampled(config, new VectorOps(1)));
            assertArrayEquals(expected, sampled(config, new VectorOps(2)));
        }
    }

    /** Plain loops give way to the kernels between any two operations of a run. */
    @Test
    void kernelsThatBecomeReadyInMidRunLeaveTheSameBits() {
        float[] expected = sampled(WIDE, new ScalarOps());
        for (int calls : List.of(0, 3, 64, 65, 66, 67, 68, 200, Integer.MAX_VALUE)) {
            AtomicInteger before = new AtomicInteger(calls);
            TensorOps ops = new WarmingOps(1, work -> before.getAndDecrement() <= 0);
            assertArrayEquals(expected, sampled(WIDE, ops), "after " + calls);
        }
    }

    static float[] trained(TransformerConfig config, TensorOps backend) {
        try (TensorOps ops = backend) {
            Parameters parameters = TinyModel.parameters(config, 3, ops);
            Supervised supervised =
                    new Supervised(
                            new Transformer(parameters, ops),
                            AdamWSettings.PRETRAINING,
                            new CosineSchedule(1e-2, 0.1, 1, 10),
                            100,
                            ops);
            for (int i = 0; i < 2; i++) {
                supervised.train(TinyModel.batch(config, i, SEQUENCES));
            }
            return TinyModel.download(parameters.flat(), ops);
        }
    }

    /** The logits of two sequences: a prompt in one pass, then both sequences token by token. */
    static float[] sampled(TransformerConfig config, TensorOps backend) {
        try (TensorOps ops = backend) {
            Transformer transformer = new Transformer(TinyModel.parameters(config, 3, ops), ops);
            KvCache cache = new KvCache(config, ops, 2, 40);
            int[] tokens = TinyModel.tokens(config, 5, 60);
            int prompt = 20;
            int[] slots = new int[prompt];
            int[] positions = new int[prompt];
            for (int i = 0; i < prompt; i++) {
                slots[i] = 1;
                positions[i] = i;
            }
            int[] promptTokens = Arrays.copyOf(tokens, prompt);
            transformer.forwardCached(
                    cache, new CachedRows(promptTokens, slots, positions, new int[] {19}));
            float[] logits = {};
            for (int step = 0; step < 20; step++) {
                CachedRows rows =
                        new CachedRows(
                                new int[] {tokens[prompt + step], tokens[40 + step]},
                                new int[] {1, 0},
                                new int[] {prompt + step, step},
                                new int[] {0, 1});
                logits = TinyModel.download(transformer.forwardCached(cache, rows), ops);
            }
            return logits;
        }
    }
}
