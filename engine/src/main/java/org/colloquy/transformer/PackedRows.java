package org.colloquy.transformer;

import java.util.List;

/**
 * The rows of one training pass, without padding; see {@link PackedSequences} and {@link
 * PrefixTree} for how they come to be.
 *
 * <p>A row sees one run of keys. Where sequences share rows, the rows of a sequence do not lie side
 * by side, so their keys are laid out once more, sequence by sequence: that is the store.
 *
 * @param tokens (T) ids
 * @param positions (T) place in the sequence, from 0
 * @param firstKey (T) first row of the store that each row sees
 * @param lastKey (T) last row of the store that each row sees
 * @param keyRows (R) which of the T rows stands at each row of the store
 */
public record PackedRows(
        int[] tokens, int[] positions, int[] firstKey, int[] lastKey, int[] keyRows) {

    /** Number of rows, T. */
    public int count() {
        return tokens.length;
    }

    /** Keys that the rows see, summed over the rows. */
    public long keysSeen() {
        long keys = 0;
        for (int row = 0; row < tokens.length; row++) {
            keys += lastKey[row] - firstKey[row] + 1;
        }
        return keys;
    }

    /** Whether the store differs from the rows. */
    boolean shared() {
        return keyRows.length != tokens.length;
    }

    /** The rows of all parts, in their order; no part sees another. */
    public static PackedRows joined(List<PackedRows> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int rows = parts.stream().mapToInt(PackedRows::count).sum();
        int keys = parts.stream().mapToInt(part -> part.keyRows.length).sum();
        PackedRows all =
                new PackedRows(
                        new int[rows], new int[rows], new int[rows], new int[rows], new int[keys]);
        int row = 0;
        int key = 0;
        for (PackedRows part : parts) {
            copy(part.tokens, all.tokens, row, 0);
            copy(part.positions, all.positions, row, 0);
            copy(part.firstKey, all.firstKey, row, key);
            copy(part.lastKey, all.lastKey, row, key);
            copy(part.keyRows, all.keyRows, key, row);
            row += part.count();
            key += part.keyRows.length;
        }
        return all;
    }

    private static void copy(int[] source, int[] target, int at, int shift) {
        for (int i = 0; i < source.length; i++) {
            target[at + i] = source[i] + shift;
        }
    }
}
