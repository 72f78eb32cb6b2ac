package org.colloquy.transformer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Lays token sequences out so that a start which several have in common has its rows once.
 *
 * <p>The answers of a group share their prompt, and often their first tokens; the turns of a
 * dialogue repeat the turns before. A row depends on the tokens up to it only, so one row serves
 * all sequences that agree so far, and its logits have the bits that each sequence alone would
 * have. Its gradient is the sum over these sequences.
 */
public final class PrefixTree {

    private static final int ROOT = -1;

    /** Token {@code token} after row {@code parent}. */
    private record Edge(int parent, int token) {}

    private final Map<Edge, Integer> rowOf = new HashMap<>();
    private final int[] tokens;
    private final int[] positions;
    private final int[] firstKey;
    private final int[] lastKey;
    private final int[] keyRows;
    private int rows;
    private int keys;

    /**
     * @param mostTokens of all sequences together
     */
    public PrefixTree(int mostTokens) {
        tokens = new int[mostTokens];
        positions = new int[mostTokens];
        firstKey = new int[mostTokens];
        lastKey = new int[mostTokens];
        keyRows = new int[mostTokens];
    }

    /** Adds a sequence and returns the row of each of its tokens. */
    public int[] add(int[] sequence) {
        int[] path = new int[sequence.length];
        int before = rows;
        int parent = ROOT;
        for (int position = 0; position < sequence.length; position++) {
            Edge edge = new Edge(parent, sequence[position]);
            int row = rowOf.computeIfAbsent(edge, missing -> rows);
            if (row == rows) {
                tokens[row] = sequence[position];
                positions[row] = position;
                firstKey[row] = keys;
                lastKey[row] = keys + position;
                rows++;
            }
            path[position] = row;
            parent = row;
        }
        if (rows > before) {
            System.arraycopy(path, 0, keyRows, keys, path.length);
            keys += path.length;
        }
        return path;
    }

    /** The rows of all sequences so far. */
    public PackedRows rows() {
        return new PackedRows(
                Arrays.copyOf(tokens, rows),
                Arrays.copyOf(positions, rows),
                Arrays.copyOf(firstKey, rows),
                Arrays.copyOf(lastKey, rows),
                Arrays.copyOf(keyRows, keys));
    }
}
