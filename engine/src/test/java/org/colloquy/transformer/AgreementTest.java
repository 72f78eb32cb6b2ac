package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.junit.jupiter.api.Test;

/** Prefill, decode and training give the same bits, alone and in any company. */
class AgreementTest {

    private static final int SEQUENCES = 5;
    private static final int LENGTH = 17;

    @Test
    void cachedPassesInRandomChunksGiveTheTrainingLogits() {
        for (TransformerConfig config : TinyModel.ALL) {
            try (TensorOps ops = new ScalarOps()) {
                Transformer transformer =
                        new Transformer(TinyModel.parameters(config, 2, ops), ops);
                float[][] alone = new float[SEQUENCES][];
                for (int s = 0; s < SEQUENCES; s++) {
                    alone[s] = trained(transformer, PackedSequences.of(sequence(config, s)), ops);
                }
                assertArrayEquals(concatenated(alone), trained(transformer, packed(config), ops));
                for (long seed = 0; seed < 8; seed++) {
                    float[][] chunked = cached(transformer, config, seed, ops);
                    for (int s = 0; s < SEQUENCES; s++) {
                        assertArrayEquals(alone[s], chunked[s], "sequence " + s);
                    }
                }
            }
        }
    }

    @Test
    void onlyTheWantedRowsComeOut() {
        TransformerConfig config = TinyModel.TIED;
        TensorOps ops = new ScalarOps();
        Transformer transformer = new Transformer(TinyModel.parameters(config, 2, ops), ops);
        PackedSequences batch = packed(config);
        float[] all = trained(transformer, batch, ops);
        int v = config.vocabulary();
        float[] some = TinyModel.download(transformer.forward(batch, new int[] {3, 20, 40}), ops);
        assertArrayEquals(Arrays.copyOfRange(all, 3 * v, 4 * v), Arrays.copyOf(some, v));
        assertArrayEquals(
                Arrays.copyOfRange(all, 40 * v, 41 * v), Arrays.copyOfRange(some, 2 * v, 3 * v));
    }

    @Test
    void aCacheRefusesGapsAndOverflow() {
        TensorOps ops = new ScalarOps();
        KvCache cache = new KvCache(TinyModel.TIED, ops, 2, 3);
        Transformer transformer = new Transformer(Parameters.zeros(TinyModel.TIED, ops), ops);
        int[] none = {};
        transformer.forwardCached(
                cache, new CachedRows(new int[] {1, 2}, new int[] {1, 1}, new int[] {0, 1}, none));
        CachedRows gap = new CachedRows(new int[] {1}, new int[] {0}, new int[] {1}, none);
        CachedRows full =
                new CachedRows(new int[] {1, 2}, new int[] {1, 1}, new int[] {2, 3}, none);
        CachedRows unknown = new CachedRows(new int[] {1}, new int[] {2}, new int[] {0}, none);
        for (CachedRows bad : List.of(gap, full, unknown)) {
            assertThrows(
                    IllegalArgumentException.class, () -> transformer.forwardCached(cache, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> cache.truncate(1, 3));
        assertThrows(IllegalArgumentException.class, () -> new KvCache(TinyModel.TIED, ops, 1, 41));
    }

    @Test
    void aSequenceLongerThanTheModelIsRefused() {
        TensorOps ops = new ScalarOps();
        Transformer transformer = new Transformer(Parameters.zeros(TinyModel.TIED, ops), ops);
        PackedSequences tooLong = PackedSequences.of(TinyModel.tokens(TinyModel.TIED, 1, 41));
        assertThrows(
                IllegalArgumentException.class, () -> transformer.forward(tooLong, new int[] {0}));
    }

    /** Logits of every sequence, fed to a cache in chunks of random size and order. */
    private static float[][] cached(
            Transformer transformer, TransformerConfig config, long seed, TensorOps ops) {
        int v = config.vocabulary();
        long key = CounterRandom.key(seed, "chunks");
        int counter = 0;
        KvCache cache = new KvCache(config, ops, SEQUENCES, LENGTH + SEQUENCES);
        float[][] logits = new float[SEQUENCES][];
        for (int s = 0; s < SEQUENCES; s++) {
            logits[s] = new float[sequence(config, s).length * v];
        }
        while (true) {
            List<int[]> rows = new ArrayList<>();
            for (int s = SEQUENCES - 1; s >= 0; s--) {
                int[] tokens = sequence(config, s);
                int slot = (s + (int) seed) % SEQUENCES;
                int from = cache.length(slot);
                int count = CounterRandom.below(key, counter++, 5);
                for (int p = from; p < Math.min(tokens.length, from + count); p++) {
                    rows.add(new int[] {tokens[p], slot, p, s});
                }
            }
            if (rows.isEmpty()) {
                int held = 0;
                for (int s = 0; s < SEQUENCES; s++) {
                    held += cache.length(s);
                }
                if (held == packed(config).size()) {
                    return logits;
                }
                continue;
            }
            int[] all = new int[rows.size()];
            Arrays.setAll(all, i -> i);
            CachedRows batch =
                    new CachedRows(column(rows, 0), column(rows, 1), column(rows, 2), all);
            float[] out = TinyModel.download(transformer.forwardCached(cache, batch), ops);
            for (int i = 0; i < all.length; i++) {
                int[] row = rows.get(i);
                System.arraycopy(out, i * v, logits[row[3]], row[2] * v, v);
            }
        }
    }

    private static int[] column(List<int[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column]).toArray();
    }

    private static int[] sequence(TransformerConfig config, int s) {
        return TinyModel.tokens(config, 100 + s, LENGTH + s);
    }

    private static PackedSequences packed(TransformerConfig config) {
        int[] tokens = {};
        int[] starts = new int[SEQUENCES];
        for (int s = 0; s < SEQUENCES; s++) {
            int[] sequence = sequence(config, s);
            starts[s] = tokens.length;
            tokens = Arrays.copyOf(tokens, tokens.length + sequence.length);
            System.arraycopy(sequence, 0, tokens, starts[s], sequence.length);
        }
        return new PackedSequences(tokens, starts);
    }

    private static float[] trained(Transformer transformer, PackedSequences batch, TensorOps ops) {
        return TinyModel.download(transformer.forward(batch, batch.allRows()), ops);
    }

    private static float[] concatenated(float[][] parts) {
        float[] all = {};
        for (float[] part : parts) {
            int at = all.length;
            all = Arrays.copyOf(all, at + part.length);
            System.arraycopy(part, 0, all, at, part.length);
        }
        return all;
    }
}
