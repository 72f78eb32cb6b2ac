package org.colloquy.transformer;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Token sequences laid end to end without padding; each starts at position 0 and sees itself only.
 *
 * @param tokens (T) ids of all sequences
 * @param starts row at which each sequence starts, ascending from 0
 */
public record PackedSequences(int[] tokens, int[] starts) {

    public PackedSequences {
        tokens = tokens.clone();
        starts = starts.clone();
        if (tokens.length == 0 || starts.length == 0 || starts[0] != 0) {
            throw new IllegalArgumentException(
                    "packed sequences need at least one token and a first start of 0; got %d tokens,"
                                    .formatted(tokens.length)
                            + " starts "
                            + Arrays.toString(starts));
        }
        for (int s = 0; s < starts.length; s++) {
            int end = s + 1 < starts.length ? starts[s + 1] : tokens.length;
            if (starts[s] >= end) {
                throw new IllegalArgumentException(
                        "sequence %d is empty: starts at row %d, ends before row %d"
                                .formatted(s, starts[s], end));
            }
        }
    }

    /** One sequence alone. */
    public static PackedSequences of(int... tokens) {
        return new PackedSequences(tokens, new int[] {0});
    }

    /** The rows of all tokens: for when every row's logits are wanted. */
    public int[] allRows() {
        return IntStream.range(0, tokens.length).toArray();
    }

    /** Number of rows, T. */
    public int size() {
        return tokens.length;
    }

    /** Each row sees its sequence up to itself. */
    PackedRows rows() {
        int[] positions = new int[tokens.length];
        int[] firstKey = new int[tokens.length];
        for (int s = 0; s < starts.length; s++) {
            int end = s + 1 < starts.length ? starts[s + 1] : tokens.length;
            for (int row = starts[s]; row < end; row++) {
                positions[row] = row - starts[s];
                firstKey[row] = starts[s];
            }
        }
        return new PackedRows(tokens, positions, firstKey, allRows(), allRows());
    }
}
