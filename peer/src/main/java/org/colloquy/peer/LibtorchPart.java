package org.colloquy.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.transformer.TrainingBatch;

/**
 * Some sequences of a batch, padded to the longest of them.
 *
 * @param tokens (B, T)
 * @param targets (B, T), {@link #IGNORED} where no loss is taken
 * @param starts (B) first row of each in the batch
 * @param lengths (B)
 * @param count targets that count
 */
record LibtorchPart(NDArray tokens, NDArray targets, int[] starts, int[] lengths, int count) {

    /** What PyTorch's cross-entropy leaves out. */
    private static final int IGNORED = -100;

    /** Of 4, 8, 16 and 32 the one with which libtorch was fastest. */
    private static final int SEQUENCES = 8;

    /** The batch in parts of like length: few enough sequences to stay in cache, little padding. */
    static List<LibtorchPart> of(TrainingBatch batch, NDManager manager) {
        int[] starts = batch.sequences().starts();
        int[] ends = Arrays.copyOfRange(starts, 1, starts.length + 1);
        ends[starts.length - 1] = batch.sequences().size();
        List<Integer> byLength =
                IntStream.range(0, starts.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(s -> ends[s] - starts[s]))
                        .toList();
        List<LibtorchPart> parts = new ArrayList<>();
        for (int from = 0; from < starts.length; from += SEQUENCES) {
            List<Integer> some = byLength.subList(from, Math.min(from + SEQUENCES, starts.length));
            parts.add(
                    padded(
                            batch,
                            some.stream().mapToInt(s -> starts[s]).toArray(),
                            some.stream().mapToInt(s -> ends[s] - starts[s]).toArray(),
                            manager));
        }
        return parts;
    }

    private static LibtorchPart padded(
            TrainingBatch batch, int[] starts, int[] lengths, NDManager manager) {
        int longest = Arrays.stream(lengths).max().orElseThrow();
        long[] ids = new long[lengths.length * longest];
        long[] targets = new long[ids.length];
        Arrays.fill(targets, IGNORED);
        int count = 0;
        for (int s = 0; s < lengths.length; s++) {
            for (int i = 0; i < lengths[s]; i++) {
                int row = starts[s] + i;
                float weight = batch.weights()[row];
                if (weight != 0 && weight != 1) {
                    throw new IllegalArgumentException(
                            "the weight of row %d is %s; the peer knows 0 and 1 only"
                                    .formatted(row, weight));
                }
                ids[s * longest + i] = batch.sequences().tokens()[row];
                if (weight == 1) {
                    targets[s * longest + i] = batch.targets()[row];
                    count++;
                }
            }
        }
        Shape shape = new Shape(lengths.length, longest);
        return new LibtorchPart(
                manager.create(ids, shape).duplicate(),
                manager.create(targets, shape).duplicate(),
                starts,
                lengths,
                count);
    }

    /** Tokens without padding. */
    int rows() {
        return Arrays.stream(lengths).sum();
    }

    /** Copies what is no padding from this part (B, T, V) to where it stands in the batch. */
    void unpad(float[] padded, float[] batch, int vocabulary) {
        int longest = Arrays.stream(lengths).max().orElseThrow();
        for (int s = 0; s < lengths.length; s++) {
            System.arraycopy(
                    padded,
                    s * longest * vocabulary,
                    batch,
                    starts[s] * vocabulary,
                    lengths[s] * vocabulary);
        }
    }
}
