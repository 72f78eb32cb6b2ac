package org.colloquy.transformer;

import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * One pre-norm block of the Llama family, forward and backward side by side:
 *
 * <pre>
 * middle = input + attention(norm(input)) Wo
 * next   = middle + (silu(n Wgate) * (n Wup)) Wdown,  n = norm(middle)
 * </pre>
 *
 * <p>The residual sums are the matrix products' accumulation, so they cost nothing.
 */
final class Block {

    /** What a forward pass leaves for the backward pass of one block. */
    static final class Activations {
        final RowBuffer input; // (T, C)
        final RowBuffer attentionNormed; // (T, C)
        final RowBuffer rawQuery; // (T, H, D) before the head norm; empty without one
        final RowBuffer rawKey; // (T, G, D)
        final RowBuffer query; // (T, H, D)
        final RowBuffer key; // (T, G, D)
        final RowBuffer value; // (T, G, D)
        final RowBuffer attended; // (T, H, D)
        final RowBuffer middle; // (T, C)
        final RowBuffer feedForwardNormed; // (T, C)
        final RowBuffer gate; // (T, F)
        final RowBuffer up; // (T, F)
        final RowBuffer activated; // (T, F)

        Activations(TransformerConfig config, TensorOps ops) {
            input = new RowBuffer(ops, config.width());
            attentionNormed = new RowBuffer(ops, config.width());
            rawQuery = new RowBuffer(ops, config.queryWidth());
            rawKey = new RowBuffer(ops, config.keyValueWidth());
            query = new RowBuffer(ops, config.queryWidth());
            key = new RowBuffer(ops, config.keyValueWidth());
            value = new RowBuffer(ops, config.keyValueWidth());
            attended = new RowBuffer(ops, config.queryWidth());
            middle = new RowBuffer(ops, config.width());
            feedForwardNormed = new RowBuffer(ops, config.width());
            gate = new RowBuffer(ops, config.feedForward());
            up = new RowBuffer(ops, config.feedForward());
            activated = new RowBuffer(ops, config.feedForward());
        }
    }

    private final TransformerConfig config;
    private final TensorOps ops;
    private final RotaryTable rotary;
    private final AttentionShape shape;
    private final QueryKeyParts parts;

    private final RowBuffer storedKey; // (R, G, D)
    private final RowBuffer storedValue; // (R, G, D)
    private final RowBuffer dStoredKey; // (R, G, D)
    private final RowBuffer dStoredValue; // (R, G, D)
    private final RowBuffer dNormed; // (T, C)
    private final RowBuffer dQuery; // (T, H, D)
    private final RowBuffer dKey; // (T, G, D)
    private final RowBuffer dValue; // (T, G, D)
    private final RowBuffer dAttended; // (T, H, D)
    private final RowBuffer dGate; // (T, F)
    private final RowBuffer dUp; // (T, F)
    private final RowBuffer dActivated; // (T, F)

    Block(TransformerConfig config, TensorOps ops) {
        this.config = config;
        this.ops = ops;
        rotary = new RotaryTable(config, ops);
        parts = new QueryKeyParts(config, ops);
        shape =
                new AttentionShape(
                        config.heads(),
                        config.keyValueHeads(),
                        config.headWidth(),
                        (float) (1 / Math.sqrt(config.headWidth())));
        storedKey = new RowBuffer(ops, config.keyValueWidth());
        storedValue = new RowBuffer(ops, config.keyValueWidth());
        dStoredKey = new RowBuffer(ops, config.keyValueWidth());
        dStoredValue = new RowBuffer(ops, config.keyValueWidth());
        dNormed = new RowBuffer(ops, config.width());
        dQuery = new RowBuffer(ops, config.queryWidth());
        dKey = new RowBuffer(ops, config.keyValueWidth());
        dValue = new RowBuffer(ops, config.keyValueWidth());
        dAttended = new RowBuffer(ops, config.queryWidth());
        dGate = new RowBuffer(ops, config.feedForward());
        dUp = new RowBuffer(ops, config.feedForward());
        dActivated = new RowBuffer(ops, config.feedForward());
    }

    /** Fills a's query, key and value from its input; the keys may then go to a store. */
    void queries(Parameters.Layer w, Activations a, int[] positions) {
        int t = positions.length;
        int c = config.width();
        int hd = config.queryWidth();
        int gd = config.keyValueWidth();
        Tensor normed = a.attentionNormed.rows(t);
        norm(normed, a.input.rows(t), w.attentionNorm(), t);
        Tensor query = a.query.rows(t);
        Tensor key = a.key.rows(t);
        Tensor value = a.value.rows(t);
        boolean started = parts.startWithBiases(w, query, key, value, t);
        ops.matmul(query, normed, w.query().values(), t, c, hd, started);
        ops.matmul(key, normed, w.key().values(), t, c, gd, started);
        ops.matmul(value, normed, w.value().values(), t, c, gd, started);
        parts.normHeads(w, a, t);
        rotate(query, positions, config.heads(), false);
        rotate(key, positions, config.keyValueHeads(), false);
    }

    /** dInput (T, C) += the part that came through query, key and value. */
    private void queriesBackward(
            Parameters.Layer w, Parameters.Layer d, Activations a, PackedRows rows, Tensor dInput) {
        int t = rows.count();
        int c = config.width();
        int hd = config.queryWidth();
        int gd = config.keyValueWidth();
        Tensor dq = dQuery.rows(t);
        Tensor dk = dKey.rows(t);
        Tensor dv = dValue.rows(t);
        rotate(dq, rows.positions(), config.heads(), true);
        rotate(dk, rows.positions(), config.keyValueHeads(), true);
        parts.normHeadsBackward(w, d, a, dq, dk, t);
        parts.biasesBackward(d, dq, dk, dv, t);
        Tensor normed = a.attentionNormed.rows(t);
        ops.matmulTransposedA(d.query().values(), normed, dq, c, t, hd, true);
        ops.matmulTransposedA(d.key().values(), normed, dk, c, t, gd, true);
        ops.matmulTransposedA(d.value().values(), normed, dv, c, t, gd, true);
        Tensor dn = dNormed.rows(t);
        ops.matmulTransposedB(dn, dq, w.query().values(), t, hd, c, false);
        ops.matmulTransposedB(dn, dk, w.key().values(), t, gd, c, true);
        ops.matmulTransposedB(dn, dv, w.value().values(), t, gd, c, true);
        normBackward(dInput, d.attentionNorm(), dn, a.input.rows(t), w.attentionNorm(), t);
    }

    /** a.middle = a.input + what the queries find in the rows' own keys and values, through Wo. */
    void attend(Parameters.Layer w, Activations a, PackedRows rows) {
        Tensor keys = stored(a.key, storedKey, rows);
        Tensor values = stored(a.value, storedValue, rows);
        attend(w, a, keys, values, rows.firstKey(), rows.lastKey());
    }

    /** (R, G, D) keys or values where the rows see them; x itself if that is the same. */
    private Tensor stored(RowBuffer x, RowBuffer store, PackedRows rows) {
        Tensor own = x.rows(rows.count());
        if (!rows.shared()) {
            return own;
        }
        Tensor result = store.rows(rows.keyRows().length);
        ops.gatherRows(result, own, rows.keyRows(), config.keyValueWidth());
        return result;
    }

    /** The same with the keys and values of a cache. */
    void attend(Parameters.Layer w, Activations a, KvCache cache, int layer, KvCache.Place place) {
        attend(w, a, cache.keys(layer), cache.values(layer), place.firstKey(), place.lastKey());
    }

    private void attend(
            Parameters.Layer w,
            Activations a,
            Tensor keys,
            Tensor values,
            int[] firstKey,
            int[] lastKey) {
        int t = firstKey.length;
        int[] first = windowed(firstKey, lastKey);
        ops.attention(a.attended.rows(t), a.query.rows(t), keys, values, first, lastKey, shape);
        projectAttended(w, a, t);
    }

    private void projectAttended(Parameters.Layer w, Activations a, int t) {
        Tensor middle = a.middle.rows(t);
        ops.copy(middle, a.input.rows(t));
        ops.matmul(
                middle,
                a.attended.rows(t),
                w.output().values(),
                t,
                config.queryWidth(),
                config.width(),
                true);
    }

    /** Sets dQuery, dKey and dValue; dMiddle (T, C) is untouched, being dInput's residual part. */
    private void attendBackward(
            Parameters.Layer w,
            Parameters.Layer d,
            Activations a,
            PackedRows rows,
            Tensor dMiddle) {
        int t = rows.count();
        int c = config.width();
        int hd = config.queryWidth();
        ops.matmulTransposedA(d.output().values(), a.attended.rows(t), dMiddle, hd, t, c, true);
        Tensor dOut = dAttended.rows(t);
        ops.matmulTransposedB(dOut, dMiddle, w.output().values(), t, c, hd, false);
        int r = rows.keyRows().length;
        Tensor dk = (rows.shared() ? dStoredKey : dKey).rows(r);
        Tensor dv = (rows.shared() ? dStoredValue : dValue).rows(r);
        ops.fill(dk, 0);
        ops.fill(dv, 0);
        ops.attentionBackward(
                dQuery.rows(t),
                dk,
                dv,
                dOut,
                a.query.rows(t),
                stored(a.key, storedKey, rows),
                stored(a.value, storedValue, rows),
                windowed(rows.firstKey(), rows.lastKey()),
                rows.lastKey(),
                shape);
        if (rows.shared()) {
            storedBackward(dKey.rows(t), dk, rows);
            storedBackward(dValue.rows(t), dv, rows);
        }
    }

    /** dX (T, G, D): the sum over the places of each row in the store. */
    private void storedBackward(Tensor dX, Tensor dStored, PackedRows rows) {
        ops.fill(dX, 0);
        ops.gatherRowsBackward(dX, dStored, rows.keyRows(), config.keyValueWidth());
    }

    /** next (T, C) = a.middle + its SwiGLU. */
    void feedForward(Parameters.Layer w, Activations a, int t, Tensor next) {
        int c = config.width();
        int f = config.feedForward();
        Tensor middle = a.middle.rows(t);
        Tensor normed = a.feedForwardNormed.rows(t);
        norm(normed, middle, w.feedForwardNorm(), t);
        Tensor gate = a.gate.rows(t);
        Tensor up = a.up.rows(t);
        ops.matmul(gate, normed, w.gate().values(), t, c, f, false);
        ops.matmul(up, normed, w.up().values(), t, c, f, false);
        Tensor activated = a.activated.rows(t);
        ops.swiGlu(activated, gate, up);
        ops.copy(next, middle);
        ops.matmul(next, activated, w.down().values(), t, f, c, true);
    }

    /** dX (T, C): gradient of next on entry, of a.middle on return. */
    private void feedForwardBackward(
            Parameters.Layer w, Parameters.Layer d, Activations a, int t, Tensor dX) {
        int c = config.width();
        int f = config.feedForward();
        ops.matmulTransposedA(d.down().values(), a.activated.rows(t), dX, f, t, c, true);
        Tensor da = dActivated.rows(t);
        ops.matmulTransposedB(da, dX, w.down().values(), t, c, f, false);
        Tensor dg = dGate.rows(t);
        Tensor du = dUp.rows(t);
        ops.swiGluBackward(dg, du, da, a.gate.rows(t), a.up.rows(t));
        Tensor normed = a.feedForwardNormed.rows(t);
        ops.matmulTransposedA(d.gate().values(), normed, dg, c, t, f, true);
        ops.matmulTransposedA(d.up().values(), normed, du, c, t, f, true);
        Tensor dn = dNormed.rows(t);
        ops.matmulTransposedB(dn, dg, w.gate().values(), t, f, c, false);
        ops.matmulTransposedB(dn, du, w.up().values(), t, f, c, true);
        normBackward(dX, d.feedForwardNorm(), dn, a.middle.rows(t), w.feedForwardNorm(), t);
    }

    /**
     * The whole block's backward pass after a pass whose keys were its own rows.
     *
     * @param d gradients of the weights, added to
     * @param dX (T, C) gradient of the block's output on entry, of its input on return
     */
    void backward(
            Parameters.Layer w, Parameters.Layer d, Activations a, PackedRows rows, Tensor dX) {
        feedForwardBackward(w, d, a, rows.count(), dX);
        attendBackward(w, d, a, rows, dX);
        queriesBackward(w, d, a, rows, dX);
    }

    /** out (T, C) = RMS norm of x (T, C). */
    void norm(Tensor out, Tensor x, Parameters.Weight weight, int t) {
        ops.rmsNorm(out, x, weight.values(), t, config.width(), config.rmsNormEpsilon());
    }

    /** dX (T, C) += and the weight's gradient +=, from dOut (T, C). */
    void normBackward(
            Tensor dX,
            Parameters.Weight dWeight,
            Tensor dOut,
            Tensor x,
            Parameters.Weight weight,
            int t) {
        ops.rmsNormBackward(
                dX,
                dWeight.values(),
                dOut,
                x,
                weight.values(),
                t,
                config.width(),
                config.rmsNormEpsilon());
    }

    private void rotate(Tensor x, int[] positions, int heads, boolean inverse) {
        ops.rotary(x, rotary.covering(positions), positions, heads, config.headWidth(), inverse);
    }

    /** The first keys that rows see through the model's sliding window, if it has one. */
    private int[] windowed(int[] firstKey, int[] lastKey) {
        if (config.variant().slidingWindow().isEmpty()) {
            return firstKey;
        }
        int window = config.variant().slidingWindow().getAsInt();
        int[] first = firstKey.clone();
        for (int t = 0; t < first.length; t++) {
            first[t] = Math.max(first[t], lastKey[t] - window + 1);
        }
        return first;
    }
}
