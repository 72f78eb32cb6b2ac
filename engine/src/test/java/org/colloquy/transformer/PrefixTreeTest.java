package org.colloquy.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.junit.jupiter.api.Test;

class PrefixTreeTest {

    private static final TransformerConfig CONFIG = TinyModel.TIED;

    @Test
    void commonStartsHaveTheirRowsOnce() {
        PrefixTree tree = new PrefixTree(100);
        assertArrayEquals(new int[] {0, 1, 2, 3}, tree.add(new int[] {5, 6, 7, 8}));
        assertArrayEquals(new int[] {0, 1, 4, 5}, tree.add(new int[] {5, 6, 9, 8}));
        assertArrayEquals(new int[] {0, 1, 4}, tree.add(new int[] {5, 6, 9}), "nothing new");
        assertArrayEquals(new int[] {6}, tree.add(new int[] {6}), "the same token, elsewhere");
        PackedRows rows = tree.rows();
        assertArrayEquals(new int[] {5, 6, 7, 8, 9, 8, 6}, rows.tokens());
        assertArrayEquals(new int[] {0, 1, 2, 3, 2, 3, 0}, rows.positions());
        assertArrayEquals(new int[] {0, 1, 2, 3, 0, 1, 4, 5, 6}, rows.keyRows());
        assertArrayEquals(new int[] {0, 0, 0, 0, 4, 4, 8}, rows.firstKey());
        assertArrayEquals(new int[] {0, 1, 2, 3, 6, 7, 8}, rows.lastKey());
        assertTrue(rows.shared());
    }

    @Test
    void withoutCommonStartsTheRowsAreTheStore() {
        PrefixTree tree = new PrefixTree(10);
        tree.add(new int[] {1, 2});
        tree.add(new int[] {2, 1});
        assertFalse(tree.rows().shared());
        assertArrayEquals(new int[] {0, 1, 2, 3}, tree.rows().keyRows());
    }

    @Test
    void everySequenceHasTheLogitsThatItHasAlone() {
        for (TensorOps ops : List.of(new ScalarOps(), new VectorOps(2))) {
            Transformer transformer = new Transformer(TinyModel.parameters(CONFIG, 2, ops), ops);
            for (long seed = 0; seed < 6; seed++) {
                Case some = new Case(seed);
                float[] shared =
                        TinyModel.download(transformer.forward(some.rows, some.outputs), ops);
                assertArrayEquals(some.logitsAlone(transformer, ops), shared);
            }
            ops.close();
        }
    }

    /** Joined in any parts, on any backend, gradients keep their bits; unshared, their value. */
    @Test
    void gradientsAreThoseOfAllSequences() {
        for (long seed = 0; seed < 6; seed++) {
            Case one = new Case(seed);
            Case two = new Case(seed + 100);
            float[] apart = {};
            for (TensorOps ops : List.of(new ScalarOps(), new VectorOps(2))) {
                float[] parts = one.gradients(ops, List.of(one, two));
                float[] joined = one.gradients(ops, List.of(one.joined(two)));
                assertArrayEquals(parts, joined);
                apart = apart.length == 0 ? parts : apart;
                assertArrayEquals(apart, parts, "backends differ");
                ops.close();
            }
            float[] unshared = unshared(one, two);
            double norm = 0;
            double difference = 0;
            for (int i = 0; i < apart.length; i++) {
                norm += (double) unshared[i] * unshared[i];
                difference += Math.pow(apart[i] - (double) unshared[i], 2);
            }
            assertTrue(norm > 1e-2, "a gradient worth comparing");
            assertEquals(0, Math.sqrt(difference / norm), 1e-5);
        }
    }

    private static float[] unshared(Case... cases) {
        TensorOps ops = new ScalarOps();
        Transformer transformer = new Transformer(TinyModel.parameters(CONFIG, 2, ops), ops);
        Gradients gradients = new Gradients(CONFIG, ops);
        for (Case some : cases) {
            for (int[] sequence : some.sequences) {
                PackedSequences alone = PackedSequences.of(sequence);
                Tensor logits = transformer.forward(alone, alone.allRows());
                transformer.backward(weighed(logits, targets(sequence), ops), gradients);
            }
        }
        return TinyModel.download(gradients.complete().flat(), ops);
    }

    /** Logits become the gradients of their cross-entropy. */
    private static Tensor weighed(Tensor logits, int[] targets, TensorOps ops) {
        float[] weights = new float[targets.length];
        Arrays.fill(weights, 0.1f);
        Tensor losses = ops.allocate(targets.length);
        ops.crossEntropy(losses, logits, targets, weights, CONFIG.vocabulary());
        return logits;
    }

    private static int[] targets(int[] sequence) {
        int[] targets = new int[sequence.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (sequence[i] + i + 1) % CONFIG.vocabulary();
        }
        return targets;
    }

    /** Sequences that grow out of each other, and the rows they share. */
    private static final class Case {

        final List<int[]> sequences;
        final PackedRows rows;
        final int[] outputs;

        Case(long seed) {
            long key = CounterRandom.key(seed, "tree");
            List<int[]> grown = new ArrayList<>();
            grown.add(TinyModel.tokens(CONFIG, seed, 9));
            for (int s = 1; s < 8; s++) {
                int[] from = grown.get(CounterRandom.below(key, 3 * s, s));
                int kept = CounterRandom.below(key, 3 * s + 1, from.length + 1);
                int more = CounterRandom.below(key, 3 * s + 2, 7);
                int[] tail = TinyModel.tokens(CONFIG, seed * 31 + s, Math.max(1, more));
                int[] next = Arrays.copyOf(from, kept + tail.length);
                System.arraycopy(tail, 0, next, kept, tail.length);
                grown.add(Arrays.copyOf(next, Math.min(next.length, 30)));
            }
            sequences = List.copyOf(grown);
            PrefixTree tree = new PrefixTree(300);
            outputs =
                    sequences.stream()
                            .flatMapToInt(sequence -> Arrays.stream(tree.add(sequence)))
                            .toArray();
            rows = tree.rows();
            assertTrue(rows.shared(), "a case without a common start tests nothing");
        }

        private Case(List<int[]> sequences, PackedRows rows, int[] outputs) {
            this.sequences = sequences;
            this.rows = rows;
            this.outputs = outputs;
        }

        Case joined(Case after) {
            List<int[]> both = new ArrayList<>(sequences);
            both.addAll(after.sequences);
            int[] all = Arrays.copyOf(outputs, outputs.length + after.outputs.length);
            for (int i = 0; i < after.outputs.length; i++) {
                all[outputs.length + i] = after.outputs[i] + rows.count();
            }
            return new Case(both, PackedRows.joined(List.of(rows, after.rows)), all);
        }

        float[] logitsAlone(Transformer transformer, TensorOps ops) {
            float[] all = new float[outputs.length * CONFIG.vocabulary()];
            int at = 0;
            for (int[] sequence : sequences) {
                PackedSequences alone = PackedSequences.of(sequence);
                float[] logits =
                        TinyModel.download(transformer.forward(alone, alone.allRows()), ops);
                System.arraycopy(logits, 0, all, at, logits.length);
                at += logits.length;
            }
            return all;
        }

        float[] gradients(TensorOps ops, List<Case> passes) {
            Transformer transformer = new Transformer(TinyModel.parameters(CONFIG, 2, ops), ops);
            Gradients gradients = new Gradients(CONFIG, ops);
            for (Case pass : passes) {
                int[] targets =
                        pass.sequences.stream()
                                .flatMapToInt(sequence -> Arrays.stream(targets(sequence)))
                                .toArray();
                Tensor logits = transformer.forward(pass.rows, pass.outputs);
                transformer.backward(weighed(logits, targets, ops), gradients);
            }
            return TinyModel.download(gradients.complete().flat(), ops);
        }
    }
}
