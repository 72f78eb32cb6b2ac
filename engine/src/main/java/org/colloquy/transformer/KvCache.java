package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * Keys and values of many sequences at once: a fixed number of slots, each with room for one
 * sequence up to a fixed length.
 *
 * <p>Row {@code slot * positions + position} of each layer's stores belongs to that token, so a
 * slot's rows are one run and {@link TensorOps#attention} reads them in place.
 */
public final class KvCache {

    private final TensorOps ops;
    private final int width; // G*D
    private final int positions;
    private final int[] lengths;
    private final List<Tensor> keys = new ArrayList<>(); // per layer (slots * positions, G, D)
    private final List<Tensor> values = new ArrayList<>(); // per layer (slots * positions, G, D)

    /**
     * @param positions longest sequence that a slot takes, at most the model's maximum
     */
    public KvCache(TransformerConfig config, TensorOps ops, int slots, int positions) {
        if (slots < 1 || positions < 1 || positions > config.maximumPositions()) {
            throw new IllegalArgumentException(
                    "a cache needs 1 or more slots of 1 to %d positions; asked for %d of %d"
                            .formatted(config.maximumPositions(), slots, positions));
        }
        this.ops = ops;
        this.positions = positions;
        width = config.keyValueWidth();
        lengths = new int[slots];
        int size = Math.multiplyExact(Math.multiplyExact(slots, positions), width);
        for (int l = 0; l < config.layers(); l++) {
            keys.add(ops.allocate(size));
            values.add(ops.allocate(size));
        }
    }

    public int slots() {
        return lengths.length;
    }

    /** Longest sequence that a slot takes. */
    public int positions() {
        return positions;
    }

    /** Number of tokens that the slot holds. */
    public int length(int slot) {
        return lengths[slot];
    }

    /** Forgets all but the first {@code length} tokens of a slot. */
    public void truncate(int slot, int length) {
        if (length < 0 || length > lengths[slot]) {
            throw new IllegalArgumentException(
                    "slot %d holds %d tokens, cannot keep %d"
                            .formatted(slot, lengths[slot], length));
        }
        lengths[slot] = length;
    }

    /** Checks that the rows extend their slots without a gap, and says where they go. */
    Block.Rows place(CachedRows batch) {
        int t = batch.size();
        int[] firstKey = new int[t];
        int[] lastKey = new int[t];
        int[] extended = lengths.clone();
        for (int row = 0; row < t; row++) {
            int slot = batch.slots()[row];
            int position = batch.positions()[row];
            if (slot < 0 || slot >= extended.length) {
                throw new IllegalArgumentException(
                        "row %d names slot %d of %d".formatted(row, slot, extended.length));
            }
            if (position != extended[slot] || position >= positions) {
                throw new IllegalArgumentException(
                        "row %d is position %d of slot %d, which holds %d of at most %d tokens"
                                .formatted(row, position, slot, extended[slot], positions));
            }
            extended[slot]++;
            firstKey[row] = slot * positions;
            lastKey[row] = slot * positions + position;
        }
        System.arraycopy(extended, 0, lengths, 0, extended.length);
        return new Block.Rows(batch.positions(), firstKey, lastKey);
    }

    /** Stores the keys and values (T, G, D) of one layer. */
    void write(int layer, Tensor key, Tensor value, Block.Rows rows) {
        ops.scatterRows(keys.get(layer), key, rows.lastKey(), width);
        ops.scatterRows(values.get(layer), value, rows.lastKey(), width);
    }

    Tensor keys(int layer) {
        return keys.get(layer);
    }

    Tensor values(int layer) {
        return values.get(layer);
    }

    @Override
    public String toString() {
        return "KvCache" + Arrays.toString(lengths);
    }
}
