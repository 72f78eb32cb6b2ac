package org.colloquy.transformer;

/**
 * The rows of one sampling pass: any mixture of prefill chunks and single decode steps.
 *
 * <p>Rows of one slot stand in ascending positions; together with what the slot already holds they
 * must leave no gap.
 *
 * @param tokens (T) ids
 * @param slots (T) slot of the cache that the row's sequence lives in
 * @param positions (T) position in the sequence
 * @param outputRows rows whose logits are wanted
 */
public record CachedRows(int[] tokens, int[] slots, int[] positions, int[] outputRows) {

    public CachedRows {
        tokens = tokens.clone();
        slots = slots.clone();
        positions = positions.clone();
        outputRows = outputRows.clone();
        if (tokens.length == 0
                || tokens.length != slots.length
                || tokens.length != positions.length) {
            throw new IllegalArgumentException(
                    "a pass needs rows, each with token, slot and position; got %d, %d, %d"
                            .formatted(tokens.length, slots.length, positions.length));
        }
    }

    /** Number of rows, T. */
    public int size() {
        return tokens.length;
    }
}
