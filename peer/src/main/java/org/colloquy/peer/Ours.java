package org.colloquy.peer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.colloquy.pretrain.Pretraining;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.AdamWSettings;
import org.colloquy.transformer.CachedRows;
import org.colloquy.transformer.CosineSchedule;
import org.colloquy.transformer.KvCache;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Sampler;
import org.colloquy.transformer.Supervised;
import org.colloquy.transformer.TrainingBatch;
import org.colloquy.transformer.Transformer;

/** Colloquy's transformer on the vector backend. */
final class Ours implements Contender {

    private static final long SEED = 7;

    private final VectorOps ops;
    private final Transformer transformer;
    private final Supervised supervised;
    private final Sampler sampler = new Sampler(1, 0, 1, 0);

    Ours(Parameters parameters, AdamWSettings settings, double learningRate, int threads) {
        ops = new VectorOps(threads);
        transformer = new Transformer(parameters.copy(ops), ops);
        supervised =
                new Supervised(
                        transformer,
                        settings,
                        new CosineSchedule(learningRate, 1, 0, 1 << 20),
                        Pretraining.MICRO_BATCH_TOKENS,
                        ops);
    }

    @Override
    public Lesson lesson(TrainingBatch batch) {
        return new Lesson() {
            @Override
            public Step train() {
                Supervised.Step step = supervised.train(batch);
                return new Step(step.loss(), step.gradientNorm());
            }

            @Override
            public float[] logits() {
                int[] rows = batch.sequences().allRows();
                return downloaded(transformer.forward(batch.sequences(), rows), rows.length);
            }
        };
    }

    @Override
    public void sample(int[] prompt, int sequences, int count) {
        int v = transformer.config().vocabulary();
        KvCache cache = new KvCache(transformer.config(), ops, sequences, prompt.length + count);
        float[] logits = prefilled(cache, prompt);
        Tensor rows = ops.allocate(sequences * v);
        ops.upload(rows, logits);
        Tensor logProbs = ops.allocate(sequences);
        float[] recorded = new float[sequences];
        int[] slots = IntStream.range(0, sequences).toArray();
        int[] tokens = new int[sequences];
        for (int i = 0; i < count; i++) {
            for (int slot : slots) {
                double uniform = CounterRandom.uniform(SEED + slot, i);
                tokens[slot] = sampler.draw(logits, slot, v, uniform);
            }
            ops.logProbs(logProbs, rows, tokens, v, 1);
            ops.download(logProbs, recorded);
            if (i + 1 < count) {
                rows = stepped(cache, slots, tokens, prompt.length + i);
                ops.download(rows, logits);
            }
        }
    }

    @Override
    public float[] decode(int[] prompt, int[] forced) {
        int v = transformer.config().vocabulary();
        KvCache cache = new KvCache(transformer.config(), ops, 1, prompt.length + forced.length);
        float[] all = Arrays.copyOf(prefilled(cache, prompt), (1 + forced.length) * v);
        for (int i = 0; i < forced.length; i++) {
            Tensor row = stepped(cache, new int[1], new int[] {forced[i]}, prompt.length + i);
            System.arraycopy(downloaded(row, 1), 0, all, (1 + i) * v, v);
        }
        return all;
    }

    @Override
    public void close() {
        ops.close();
    }

    /** Logits (slots, V) after the prompt, which goes through once and is copied to every slot. */
    private float[] prefilled(KvCache cache, int[] prompt) {
        int p = prompt.length;
        int[] positions = IntStream.range(0, p).toArray();
        CachedRows rows = new CachedRows(prompt, new int[p], positions, new int[] {p - 1});
        float[] first = downloaded(transformer.forwardCached(cache, rows), 1);
        float[] logits = new float[cache.slots() * first.length];
        for (int slot = 0; slot < cache.slots(); slot++) {
            System.arraycopy(first, 0, logits, slot * first.length, first.length);
            if (slot > 0) {
                cache.copyStart(0, slot, p);
            }
        }
        return logits;
    }

    private Tensor stepped(KvCache cache, int[] slots, int[] tokens, int position) {
        int[] positions = new int[slots.length];
        Arrays.fill(positions, position);
        int[] outputRows = IntStream.range(0, slots.length).toArray();
        return transformer.forwardCached(
                cache, new CachedRows(tokens, slots, positions, outputRows));
    }

    private float[] downloaded(Tensor logits, int rows) {
        float[] values = new float[rows * transformer.config().vocabulary()];
        ops.download(logits, values);
        return values;
    }
}
