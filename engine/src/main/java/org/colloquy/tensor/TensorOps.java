package org.colloquy.tensor;

import java.util.List;

/**
 * The numeric backend: every operation that the transformer and its training need.
 *
 * <p>Letters, here and in the transformer: T rows (tokens, of one or many sequences), C model
 * width, F feed-forward width, H query heads, G key-value heads (H a multiple of G), D head width,
 * V vocabulary, R rows of a key-value store. A name that starts with {@code d} is the gradient of
 * the loss by the thing named.
 *
 * <p>Contract of every operation, for all backends that claim promise 1: the bits of an output row
 * depend on that row's inputs only, never on other rows, on the number of threads or on the vector
 * width. A matrix product is, per element, one chain of fused multiply-adds over k in ascending
 * order that starts from the old value (accumulate) or from zero. Any other sum over a row is
 * formed in 16 lanes, lane i taking the elements i, i+16, ... in order by fused multiply-add or
 * addition, and folded 8, 4, 2, 1 apart. Sums over rows (gradients of weights) are chains in
 * ascending row order that start from the old value, so that splitting a batch in order changes no
 * bit. {@link ScalarOps} is the executable definition; exp, log and sigmoid are those of {@code
 * Elementary}.
 *
 * <p>Sizes that do not fit throw {@link IllegalArgumentException} naming the operation and shapes.
 */
public interface TensorOps extends AutoCloseable {

    /** Short name for reports, such as {@code scalar}, {@code vector 512 bit x 2 threads}. */
    String name();

    /** A new tensor of zeros. */
    Tensor allocate(int size);

    void upload(Tensor target, float[] source);

    void download(Tensor source, float[] target);

    void fill(Tensor target, float value);

    void copy(Tensor target, Tensor source);

    /** y += x. */
    void add(Tensor y, Tensor x);

    // Matrix products; c is set, or added to when accumulate.

    /** c (M, N) = a (M, K) times b (K, N): the forward product. */
    void matmul(Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate);

    /** c (M, N) = a (M, K) times the transpose of b (N, K): the gradient of an input. */
    void matmulTransposedB(Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate);

    /** c (M, N) = the transpose of a (K, M) times b (K, N): the gradient of a weight. */
    void matmulTransposedA(Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate);

    // Rows.

    /** out (T, C): row t is row ids[t] of table (V, C). */
    void gatherRows(Tensor out, Tensor table, int[] ids, int width);

    /** Row rows[t] of target (R, C) becomes row t of source (T, C); rows are distinct. */
    void scatterRows(Tensor target, Tensor source, int[] rows, int width);

    /** dTable (V, C): row ids[t] += row t of dOut (T, C), in ascending t. */
    void gatherRowsBackward(Tensor dTable, Tensor dOut, int[] ids, int width);

    // Layers; forward and backward side by side.

    /** out (T, C) = x / sqrt(mean(x^2) + epsilon) * weight (C). Zhang and Sennrich 2019. */
    void rmsNorm(Tensor out, Tensor x, Tensor weight, int t, int c, float epsilon);

    /** dX (T, C) += and dWeight (C) +=, from dOut (T, C). */
    void rmsNormBackward(
            Tensor dX,
            Tensor dWeight,
            Tensor dOut,
            Tensor x,
            Tensor weight,
            int t,
            int c,
            float epsilon);

    /**
     * Rotary positions, in place on x (T, heads, D): the pair (i, i + D/2) turns by positions[t] *
     * base^(-2i/D), as in Hugging Face's Llama. {@code inverse} turns back, which is also the
     * backward pass. Su et al. 2021.
     *
     * @param cosSin (maximum position, D): cosines of the D/2 angles, then their sines
     */
    void rotary(Tensor x, Tensor cosSin, int[] positions, int heads, int d, boolean inverse);

    /** out (T, F) = gate * sigmoid(gate) * up, both (T, F). Shazeer 2020. */
    void swiGlu(Tensor out, Tensor gate, Tensor up);

    /** dGate and dUp (T, F) are set, from dOut (T, F). */
    void swiGluBackward(Tensor dGate, Tensor dUp, Tensor dOut, Tensor gate, Tensor up);

    /**
     * Causal grouped-query attention over rows of a key-value store: query row t attends to the
     * store's rows firstKey[t] .. lastKey[t] inclusive. Packed training sequences and cached
     * decoding are both this one operation.
     *
     * @param out (T, H, D)
     * @param q (T, H, D)
     * @param k (R, G, D)
     * @param v (R, G, D)
     * @param shape also gives the factor of the dot products, usually 1/sqrt(D)
     */
    void attention(
            Tensor out,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape);

    /** dQ (T, H, D) is set; dK, dV (R, G, D) +=; probabilities are computed again. */
    void attentionBackward(
            Tensor dQ,
            Tensor dK,
            Tensor dV,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape);

    // Loss and update.

    /** out (T): log of softmax(logits (T, V) * inverseTemperature) at targets[t]. */
    void logProbs(Tensor out, Tensor logits, int[] targets, int v, float inverseTemperature);

    /**
     * Draws tokens[t] of each row of logits (T, V) as {@link TokenDraw} says, and sets logProbs[t]
     * to its log-probability under the row's temperature, before anything is left out.
     *
     * <p>Where a row is damaged the token is {@link TokenDraw#DAMAGED}, and logProbs[t] what was
     * found: not a number, or the highest logit, which is infinite.
     */
    void sample(int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v);

    /**
     * Softmax cross-entropy: losses (T) = -log softmax(logits)[targets[t]] * weights[t], and logits
     * (T, V) become their gradients weights[t] * (softmax - one-hot). Weight 0 masks a row.
     */
    void crossEntropy(Tensor losses, Tensor logits, int[] targets, float[] weights, int v);

    /**
     * Group-relative advantages (Q, M, W) of rewards (Q, M, W), and the rewards as calibrated.
     *
     * <p>Perception calibration (Lin et al. 2025) adds to a reward R, for each peer l with samples,
     * clip((R - mean_l) / (max_l - min_l), -b, b), where b is 1 over the number of peers and the
     * statistics are those of the peer's sampled rewards; where max_l = min_l the term is 0 at R =
     * mean_l, else b with the sign of R - mean_l. Then, over all members of a group, (R - mean) /
     * (deviation + epsilon) as the rule says; deviations are of samples (divided by n - 1). Sums
     * are double, in ascending order, over a group in runs of 1,024; calibrated rewards are rounded
     * to float in between, so a group of equal rewards has advantages of exactly 0. Unused places
     * become 0.
     *
     * @throws IllegalArgumentException if a reward is not finite
     */
    void groupAdvantages(
            Tensor advantages,
            Tensor calibrated,
            Tensor rewards,
            GroupShape shape,
            AdvantageRule rule);

    /**
     * The clipped policy-gradient loss of sampled tokens, in one pass from logits (T, V) to
     * measures (T, {@link PolicyMeasure#COUNT}) and gradients, which replace the logits.
     *
     * <p>With l the target's log-probability, ratio r = exp(l - behaviour) and advantage A, the
     * loss of a token is weight * (-min(r A, clip(r) A) + kl * estimate - entropy bonus); where A <
     * 0 the first term is bounded by dual clip * |A|. A clipped token has no gradient from the
     * first term. Schulman et al. 2017; for the other parts see {@link PolicyRule} and {@link
     * PolicyTokens}.
     */
    void policyLoss(Tensor measures, Tensor logits, PolicyTokens tokens, PolicyRule rule, int v);

    /**
     * {@link #policyLoss} of the logits of hidden rows (T, C), and its gradients through the output
     * layer: measures and dHidden (T, C) are set, dMatrix +=. No more logits are held at once than
     * {@code scratch} has room for, which must be one row's at least.
     */
    default void policyLossOfHidden(
            Tensor measures,
            Tensor dHidden,
            Tensor dMatrix,
            Tensor hidden,
            OutputLayer layer,
            PolicyTokens tokens,
            PolicyRule rule,
            Tensor scratch) {
        Shapes.policyLossOfHidden(measures, dHidden, hidden, layer, tokens, scratch);
        layer.policyLoss(this, measures, dHidden, dMatrix, hidden, tokens, rule, scratch);
    }

    /**
     * Does some operations, none of whose results is downloaded before the end. A device may take
     * them as one.
     */
    default void together(Runnable operations) {
        operations.run();
    }

    /** Sum of squares in double precision: 16 lanes, then the tree. */
    double sumOfSquares(Tensor x);

    /** One AdamW update of parameter, first and second (moments) in place. */
    void adamW(Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step);

    /** Head counts and widths of one attention. */
    record AttentionShape(int heads, int keyValueHeads, int headWidth, float scale) {}

    /**
     * The constants of one AdamW update (Loshchilov and Hutter 2019).
     *
     * @param number the update's number from 1, for bias correction
     * @param gradientScale factor on the gradient before use: the clip
     * @param weightDecay decoupled, times the learning rate
     */
    record AdamWStep(
            int number,
            float learningRate,
            float beta1,
            float beta2,
            float epsilon,
            float weightDecay,
            float gradientScale) {

        /** The learning rate over 1 - beta1^number. */
        public float correctedRate() {
            return (float) (learningRate / (1 - StrictMath.pow(beta1, number)));
        }

        /** What the second moment is multiplied by: 1 / (1 - beta2^number). */
        public float secondCorrection() {
            return (float) (1 / (1 - StrictMath.pow(beta2, number)));
        }

        /** The share of a parameter that decay leaves. */
        public float kept() {
            return 1f - learningRate * weightDecay;
        }
    }

    @Override
    void close();
}
