package org.colloquy.model;

import java.util.Arrays;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.KvCache;
import org.colloquy.transformer.TransformerConfig;

/**
 * Lends the slots of a key-value cache to requests, preferring the free slot that still holds the
 * longest start of the request's prompt, then the one free for longest.
 *
 * <p>So the next turn of a conversation reads only its new words. That is an optimisation alone:
 * cached and recomputed keys have the same bits.
 */
final class SlotPool {

    private static final int POSITION_STEP = 64;
    private static final int[] NOTHING = {};

    private final TransformerConfig config;
    private final TensorOps ops;
    private final int[][] contents;
    private final boolean[] lent;
    private final long[] freedAt;
    private KvCache cache;
    private long clock;

    SlotPool(TransformerConfig config, TensorOps ops, int slots) {
        this.config = config;
        this.ops = ops;
        contents = new int[slots][];
        Arrays.fill(contents, NOTHING);
        lent = new boolean[slots];
        freedAt = new long[slots];
        cache = new KvCache(config, ops, slots, Math.min(POSITION_STEP, config.maximumPositions()));
    }

    KvCache cache() {
        return cache;
    }

    /** Makes room for longer sequences; when that needs a new cache, every slot is empty. */
    void grow(int positions) {
        if (positions <= cache.positions()) {
            return;
        }
        int wanted = Math.max(positions, 2 * cache.positions());
        int rounded = (wanted + POSITION_STEP - 1) / POSITION_STEP * POSITION_STEP;
        cache = new KvCache(config, ops, lent.length, Math.min(rounded, config.maximumPositions()));
    }

    /**
     * A slot whose cache holds a start of the prompt, never all of it, since its last token's
     * logits are wanted.
     *
     * @param tokens whose first {@code promptLength} are the prompt; kept as the slot's contents
     */
    int borrow(int[] tokens, int promptLength) {
        int best = -1;
        int bestHeld = -1;
        for (int slot = 0; slot < lent.length; slot++) {
            if (lent[slot]) {
                continue;
            }
            int held = held(slot, tokens, promptLength);
            boolean older = best >= 0 && held == bestHeld && freedAt[slot] < freedAt[best];
            if (held > bestHeld || older) {
                best = slot;
                bestHeld = held;
            }
        }
        if (best < 0) {
            throw new IllegalStateException("all " + lent.length + " slots are lent");
        }
        cache.truncate(best, bestHeld);
        contents[best] = tokens;
        lent[best] = true;
        return best;
    }

    void giveBack(int slot) {
        lent[slot] = false;
        freedAt[slot] = ++clock;
    }

    private int held(int slot, int[] tokens, int promptLength) {
        int most = Math.min(cache.length(slot), promptLength - 1);
        int differs = Arrays.mismatch(contents[slot], 0, most, tokens, 0, most);
        return differs < 0 ? most : differs;
    }
}
