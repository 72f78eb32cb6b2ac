package org.colloquy.tensor;

/**
 * The layer that makes logits (T, V) of hidden rows (T, C).
 *
 * @param matrix (C, V), or (V, C) where {@code tied}, which then is the embedding
 */
public record OutputLayer(Tensor matrix, boolean tied, int width, int vocabulary) {

    /** logits (T, V) = hidden (T, C) times the matrix. */
    public void forward(TensorOps ops, Tensor logits, Tensor hidden, int t) {
        if (tied) {
            ops.matmulTransposedB(logits, hidden, matrix, t, width, vocabulary, false);
        } else {
            ops.matmul(logits, hidden, matrix, t, width, vocabulary, false);
        }
    }

    /** dHidden (T, C) is set and dMatrix += , from dLogits (T, V). */
    public void backward(
            TensorOps ops, Tensor dHidden, Tensor dMatrix, Tensor dLogits, Tensor hidden, int t) {
        if (tied) {
            ops.matmulTransposedA(dMatrix, dLogits, hidden, vocabulary, t, width, true);
            ops.matmul(dHidden, dLogits, matrix, t, vocabulary, width, false);
        } else {
            ops.matmulTransposedA(dMatrix, hidden, dLogits, width, t, vocabulary, true);
            ops.matmulTransposedB(dHidden, dLogits, matrix, t, vocabulary, width, false);
        }
    }

    /**
     * The definition of {@link TensorOps#policyLossOfHidden}: rows in order, as many at a time as
     * {@code scratch} has room for. Since sums over rows are chains, the number changes no bit.
     */
    void policyLoss(
            TensorOps ops,
            Tensor measures,
            Tensor dHidden,
            Tensor dMatrix,
            Tensor hidden,
            PolicyTokens tokens,
            PolicyRule rule,
            Tensor scratch) {
        int most = Math.max(1, scratch.size() / vocabulary);
        for (int from = 0; from < tokens.size(); from += most) {
            int t = Math.min(most, tokens.size() - from);
            Tensor rows = hidden.slice(from * width, t * width);
            Tensor logits = scratch.slice(0, t * vocabulary);
            forward(ops, logits, rows, t);
            ops.policyLoss(
                    measures.slice(from * PolicyMeasure.COUNT, t * PolicyMeasure.COUNT),
                    logits,
                    tokens.range(from, from + t),
                    rule,
                    vocabulary);
            backward(ops, dHidden.slice(from * width, t * width), dMatrix, logits, rows, t);
        }
    }
}
