package org.colloquy.model;

import java.util.Arrays;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.KvCache;
import org.colloquy.transformer.TransformerConfig;

/**
 * Lends the slots of a key-value cache to requests, preferring the free slot that still holds the
 * longest start of the request's prompt, then the one free for longest. Where a lent slot has more
 * of the prompt, or is about to read it, its keys and values are copied.
 *
 * <p>So the next turn of a conversation reads only its new words, and the prompt of many answers to
 * one question is read once. That is an optimisation alone: cached, copied and recomputed keys have
 * the same bits.
 */
final class SlotPool {

    private static final int POSITION_STEP = 64;
    private static final int[] NOTHING = {};

    /** Where the first {@code length} tokens of a prompt are, as long as the slot's tokens stay. */
    private record Source(int slot, int[] tokens, int length) {
        static final Source NONE = new Source(0, NOTHING, 0);
    }

    private final TransformerConfig config;
    private final TensorOps ops;
    private final int[][] contents;
    private final int[] promptLengths; // of contents
    private final Source[] sources; // what each lent slot copies
    private final boolean[] lent;
    private final long[] freedAt;
    private KvCache cache;
    private long clock;

    SlotPool(TransformerConfig config, TensorOps ops, int slots) {
        this.config = config;
        this.ops = ops;
        contents = new int[slots][];
        Arrays.fill(contents, NOTHING);
        promptLengths = new int[slots];
        sources = new Source[slots];
        Arrays.fill(sources, Source.NONE);
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
     * logits are wanted. What another slot has to offer is copied by {@link #catchUp}.
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
        sources[best] = source(tokens, promptLength, bestHeld);
        cache.truncate(best, bestHeld);
        contents[best] = tokens;
        promptLengths[best] = promptLength;
        lent[best] = true;
        return best;
    }

    /** The lent slot whose prompt has most in common with this one, if more than is held. */
    private Source source(int[] tokens, int promptLength, int held) {
        Source best = Source.NONE;
        int most = held;
        for (int slot = 0; slot < lent.length && most < promptLength - 1; slot++) {
            int common = lent[slot] ? common(slot, promptLengths[slot], tokens, promptLength) : 0;
            if (common > most) {
                most = common;
                best = new Source(slot, contents[slot], common);
            }
        }
        return best;
    }

    /** Says that a slot's first {@code length} tokens are those of a slot lent before it. */
    void follow(int slot, int leader, int length) {
        sources[slot] = new Source(leader, contents[leader], length);
    }

    /**
     * Copies what another slot has of a lent slot's tokens. A source was lent before its copies, so
     * somebody always reads.
     *
     * @return whether there is nothing to wait for; false while the other slot has yet to read it
     */
    boolean catchUp(int slot) {
        Source source = sources[slot];
        boolean stale = contents[source.slot()] != source.tokens();
        if (stale || cache.length(slot) >= source.length()) {
            return true;
        }
        if (cache.length(source.slot()) < source.length()) {
            return !lent[source.slot()];
        }
        cache.copyStart(source.slot(), slot, source.length());
        return true;
    }

    void giveBack(int slot) {
        lent[slot] = false;
        freedAt[slot] = ++clock;
    }

    private int held(int slot, int[] tokens, int promptLength) {
        return common(slot, cache.length(slot), tokens, promptLength);
    }

    /** Tokens that a prompt, less its last, shares with the first {@code known} of a slot's. */
    private int common(int slot, int known, int[] tokens, int promptLength) {
        int most = Math.min(known, promptLength - 1);
        int differs = Arrays.mismatch(contents[slot], 0, most, tokens, 0, most);
        return differs < 0 ? most : differs;
    }
}
