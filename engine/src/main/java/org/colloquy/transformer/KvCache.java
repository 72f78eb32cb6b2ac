package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * Keys and values of many sequences at once: a fixed number of slots, each with room for one
 * sequence up to a fixed length.
 *
 * <p>Each layer's stores are (slots, positions, G, D): the keys that a row sees are one run of
 * memory, which {@link TensorOps#attention} walks in place, one head after the other while it is
 * near.
 */
public final class KvCache {

    private final TensorOps ops;
    private final int width; // G * D
    private final int positions;
    private final int[] lengths;
    private final List<Tensor> keys = new ArrayList<>(); // per layer (slots * positions, G, D)
    private final List<Tensor> values = new ArrayList<>(); // per layer (slots * positions, G, D)

    /**
     * Where the T rows of a pass stand in the stores.
     *
     * @param firstKey (T) first row that each may see
     * @param lastKey (T) last row, its own
     */
    record Place(int[] firstKey, int[] lastKey) {}

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
        int rows = Math.multiplyExact(slots, positions);
        int size = Math.multiplyExact(rows, width);
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

    /**
     * Gives a slot the first {@code length} tokens of another, copying those that it lacks; what it
     * holds must be the other's start.
     */
    public void copyStart(int from, int to, int length) {
        int held = lengths[to];
        if (held >= length || length > lengths[from]) {
            throw new IllegalArgumentException(
                    "slot %d of %d tokens cannot take the first %d of slot %d of %d tokens"
                            .formatted(to, held, length, from, lengths[from]));
        }
        int size = (length - held) * width;
        int source = (from * positions + held) * width;
        int target = (to * positions + held) * width;
        for (int l = 0; l < keys.size(); l++) {
            Tensor k = keys.get(l);
            Tensor v = values.get(l);
            ops.copy(k.slice(target, size), k.slice(source, size));
            ops.copy(v.slice(target, size), v.slice(source, size));
        }
        lengths[to] = length;
    }

    /** Checks that the rows extend their slots without a gap, and says where they go. */
    Place place(CachedRows batch) {
        int t = batch.size();
        int[] extended = lengths.clone();
        Place place = new Place(new int[t], new int[t]);
        for (int row = 0; row < t; row++) {
            int slot = batch.slots()[row];
            int position = batch.positions()[row];
            checkExtends(row, slot, position, extended);
            extended[slot]++;
            place.firstKey()[row] = slot * positions;
            place.lastKey()[row] = slot * positions + position;
        }
        System.arraycopy(extended, 0, lengths, 0, extended.length);
        return place;
    }

    private void checkExtends(int row, int slot, int position, int[] extended) {
        if (slot < 0 || slot >= extended.length) {
            throw new IllegalArgumentException(
                    "row %d names slot %d of %d".formatted(row, slot, extended.length));
        }
        if (position != extended[slot] || position >= positions) {
            throw new IllegalArgumentException(
                    "row %d is position %d of slot %d, which holds %d of at most %d tokens"
                            .formatted(row, position, slot, extended[slot], positions));
        }
    }

    /** Stores the keys and values (T, G, D) of one layer. */
    void write(int layer, Tensor key, Tensor value, Place place) {
        ops.scatterRows(keys.get(layer), key, place.lastKey(), width);
        ops.scatterRows(values.get(layer), value, place.lastKey(), width);
    }

    Tensor keys(int layer) {
        return keys.get(layer);
    }

    Tensor values(int layer) {
        return values.get(layer);
    }
}
