package org.colloquy.transformer;

import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * What Qwen adds to a block's queries and keys: biases (Qwen 2) and a norm of each head (Qwen 3),
 * forward and backward side by side. Nothing for a model without them.
 *
 * <p>Both are made of the operations that the rest uses, so that a row's bits stay its own: a
 * product goes on from its bias, and a head is a row to the norm.
 */
final class QueryKeyParts {

    private final TransformerConfig config;
    private final TensorOps ops;
    private final RowBuffer dRawQuery; // (T, H, D)
    private final RowBuffer dRawKey; // (T, G, D)
    private int[] first = {}; // (T) zeros

    QueryKeyParts(TransformerConfig config, TensorOps ops) {
        this.config = config;
        this.ops = ops;
        dRawQuery = new RowBuffer(ops, config.queryWidth());
        dRawKey = new RowBuffer(ops, config.keyValueWidth());
    }

    /** Sets query (T, H, D), key and value (T, G, D) to their biases; whether there are any. */
    boolean startWithBiases(Parameters.Layer w, Tensor query, Tensor key, Tensor value, int t) {
        if (w.biases().isEmpty()) {
            return false;
        }
        Parameters.Biases biases = w.biases().get();
        int[] rows = firstRows(t);
        ops.gatherRows(query, biases.query().values(), rows, config.queryWidth());
        ops.gatherRows(key, biases.key().values(), rows, config.keyValueWidth());
        ops.gatherRows(value, biases.value().values(), rows, config.keyValueWidth());
        return true;
    }

    /** The biases' gradients +=, from dQuery (T, H, D), dKey and dValue (T, G, D). */
    void biasesBackward(Parameters.Layer d, Tensor dQuery, Tensor dKey, Tensor dValue, int t) {
        if (d.biases().isPresent()) {
            Parameters.Biases biases = d.biases().get();
            int[] rows = firstRows(t);
            ops.gatherRowsBackward(biases.query().values(), dQuery, rows, config.queryWidth());
            ops.gatherRowsBackward(biases.key().values(), dKey, rows, config.keyValueWidth());
            ops.gatherRowsBackward(biases.value().values(), dValue, rows, config.keyValueWidth());
        }
    }

    /** Norms a's query and key in place, keeping what they were. */
    void normHeads(Parameters.Layer w, Block.Activations a, int t) {
        if (w.headNorms().isPresent()) {
            Parameters.HeadNorms norms = w.headNorms().get();
            norm(a.query.rows(t), a.rawQuery.rows(t), norms.query(), t * config.heads());
            norm(a.key.rows(t), a.rawKey.rows(t), norms.key(), t * config.keyValueHeads());
        }
    }

    /** dQuery (T, H, D) and dKey (T, G, D): of the normed on entry, of the raw on return. */
    void normHeadsBackward(
            Parameters.Layer w,
            Parameters.Layer d,
            Block.Activations a,
            Tensor dQuery,
            Tensor dKey,
            int t) {
        if (w.headNorms().isPresent() && d.headNorms().isPresent()) {
            Parameters.HeadNorms norms = w.headNorms().get();
            Parameters.HeadNorms dNorms = d.headNorms().get();
            int h = t * config.heads();
            int g = t * config.keyValueHeads();
            normBackward(
                    dQuery,
                    dRawQuery.rows(t),
                    dNorms.query(),
                    a.rawQuery.rows(t),
                    norms.query(),
                    h);
            normBackward(dKey, dRawKey.rows(t), dNorms.key(), a.rawKey.rows(t), norms.key(), g);
        }
    }

    private void norm(Tensor x, Tensor raw, Parameters.Weight weight, int rows) {
        ops.copy(raw, x);
        ops.rmsNorm(x, raw, weight.values(), rows, config.headWidth(), config.rmsNormEpsilon());
    }

    private void normBackward(
            Tensor dX,
            Tensor dRaw,
            Parameters.Weight dWeight,
            Tensor raw,
            Parameters.Weight weight,
            int rows) {
        ops.fill(dRaw, 0);
        ops.rmsNormBackward(
                dRaw,
                dWeight.values(),
                dX,
                raw,
                weight.values(),
                rows,
                config.headWidth(),
                config.rmsNormEpsilon());
        ops.copy(dX, dRaw);
    }

    private int[] firstRows(int t) {
        if (first.length != t) {
            first = new int[t];
        }
        return first;
    }
}
