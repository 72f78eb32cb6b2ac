package org.colloquy.tensor;

import java.util.List;
import org.colloquy.tensor.TensorOps.AttentionShape;

/**
 * Checks of the sizes of every operation, for all backends. A tensor may be larger than the shape
 * its operation needs, except where two sizes must agree; the rest is left alone.
 */
public final class Shapes {

    private Shapes() {}

    public static void equal(String op, String names, int size, int other) {
        if (size != other) {
            throw new IllegalArgumentException(
                    "%s: %s must have one size, not %d and %d".formatted(op, names, size, other));
        }
    }

    public static void matmul(String op, Tensor c, Tensor a, Tensor b, int m, int k, int n) {
        atLeast(op, "c (M, N)", c, m, n);
        atLeast(op, "a of M, K", a, m, k);
        atLeast(op, "b of K, N", b, k, n);
    }

    public static void rmsNorm(String op, Tensor out, Tensor x, Tensor weight, int t, int c) {
        atLeast(op, "out (T, C)", out, t, c);
        atLeast(op, "x (T, C)", x, t, c);
        atLeast(op, "weight (C)", weight, 1, c);
    }

    public static void swiGlu(String op, Tensor out, Tensor gate, Tensor up) {
        equal(op, "results and gate", out.size(), gate.size());
        equal(op, "results and up", out.size(), up.size());
    }

    public static void rotary(Tensor x, Tensor cosSin, int[] positions, int heads, int d) {
        atLeast("rotary", "x (T, heads * D)", x, positions.length, Math.multiplyExact(heads, d));
        evenWidth("rotary", d);
        indices("rotary", "positions", positions, cosSin.size() / d);
    }

    /** The indexed tensor has rows of {@code width}; the other has one row for each index. */
    public static void rows(String op, Tensor packed, Tensor indexed, int[] rows, int width) {
        atLeast(op, "the packed tensor (T, C)", packed, rows.length, width);
        if (width < 1) {
            throw new IllegalArgumentException(op + ": width must be positive, not " + width);
        }
        indices(op, "rows", rows, indexed.size() / width);
    }

    public static void loss(String op, Tensor out, Tensor logits, int[] targets, int v) {
        atLeast(op, "out (T)", out, targets.length, 1);
        atLeast(op, "logits (T, V)", logits, targets.length, v);
    }

    public static void sample(
            int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v) {
        equal("sample", "tokens and draws", tokens.length, draws.size());
        equal("sample", "logProbs and draws", logProbs.length, draws.size());
        atLeast("sample", "logits (T, V)", logits, draws.size(), v);
        if (v < 1 || v > TokenDraw.MOST_TOKENS) {
            throw new IllegalArgumentException(
                    "sample: the vocabulary must have 1 to %d tokens, not %d"
                            .formatted(TokenDraw.MOST_TOKENS, v));
        }
    }

    /** Targets count only where the weight is not zero. */
    public static void crossEntropy(int[] targets, float[] weights, int v) {
        equal("crossEntropy", "targets and weights", targets.length, weights.length);
        for (int t = 0; t < targets.length; t++) {
            if (weights[t] != 0f && (targets[t] < 0 || targets[t] >= v)) {
                throw new IllegalArgumentException(
                        "crossEntropy: targets[%d] is %d, outside 0 to %d"
                                .formatted(t, targets[t], v - 1));
            }
        }
    }

    public static void groups(
            Tensor advantages, Tensor calibrated, Tensor rewards, GroupShape shape) {
        String op = "groupAdvantages";
        atLeast(op, "advantages (Q, M, W)", advantages, shape.size(), 1);
        atLeast(op, "calibrated (Q, M, W)", calibrated, shape.size(), 1);
        atLeast(op, "rewards (Q, M, W)", rewards, shape.size(), 1);
    }

    public static void policyLoss(Tensor measures, Tensor logits, PolicyTokens tokens, int v) {
        String op = "policyLoss";
        atLeast(op, "measures (T, COUNT)", measures, tokens.size(), PolicyMeasure.COUNT);
        atLeast(op, "logits (T, V)", logits, tokens.size(), v);
        indices(op, "targets", tokens.targets(), v);
    }

    public static void policyLossOfHidden(
            Tensor measures,
            Tensor dHidden,
            Tensor hidden,
            OutputLayer layer,
            PolicyTokens tokens,
            Tensor scratch) {
        String op = "policyLossOfHidden";
        atLeast(op, "measures (T, COUNT)", measures, tokens.size(), PolicyMeasure.COUNT);
        atLeast(op, "dHidden (T, C)", dHidden, tokens.size(), layer.width());
        atLeast(op, "hidden (T, C)", hidden, tokens.size(), layer.width());
        atLeast(op, "scratch (rows, V)", scratch, 1, layer.vocabulary());
        indices(op, "targets", tokens.targets(), layer.vocabulary());
    }

    /** The one size of all four. */
    public static int adamW(Tensor parameter, Tensor gradient, Tensor first, Tensor second) {
        equal("adamW", "parameter and gradient", parameter.size(), gradient.size());
        equal("adamW", "parameter and first", parameter.size(), first.size());
        equal("adamW", "parameter and second", parameter.size(), second.size());
        return parameter.size();
    }

    public static void attention(
            String op,
            Tensor out,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        equal(op, "firstKey and lastKey", firstKey.length, lastKey.length);
        evenWidth(op, shape.headWidth());
        if (shape.keyValueHeads() < 1 || shape.heads() % shape.keyValueHeads() != 0) {
            throw new IllegalArgumentException(
                    "%s: %d heads cannot share %d key-value heads"
                            .formatted(op, shape.heads(), shape.keyValueHeads()));
        }
        atLeast(op, "out (T, H * D)", out, firstKey.length, shape.heads() * shape.headWidth());
        atLeast(op, "q (T, H * D)", q, firstKey.length, shape.heads() * shape.headWidth());
        int rows = Math.min(k.size(), v.size()) / (shape.keyValueHeads() * shape.headWidth());
        indices(op, "lastKey", lastKey, rows);
        for (int t = 0; t < firstKey.length; t++) {
            if (firstKey[t] < 0 || firstKey[t] > lastKey[t]) {
                throw new IllegalArgumentException(
                        "%s: row %d attends to rows %d to %d; at least one key is needed"
                                .formatted(op, t, firstKey[t], lastKey[t]));
            }
        }
    }

    /** Every index lies in [0, bound). */
    public static void indices(String op, String name, int[] indices, int bound) {
        for (int t = 0; t < indices.length; t++) {
            if (indices[t] < 0 || indices[t] >= bound) {
                throw new IllegalArgumentException(
                        "%s: %s[%d] is %d, outside 0 to %d"
                                .formatted(op, name, t, indices[t], bound - 1));
            }
        }
    }

    /** The tensor holds at least {@code rows * width} elements. */
    public static void atLeast(String op, String name, Tensor tensor, int rows, int width) {
        if (rows < 0 || width < 0 || tensor.size() < (long) rows * width) {
            throw new IllegalArgumentException(
                    "%s: %s needs %d x %d elements, but the tensor has %d"
                            .formatted(op, name, rows, width, tensor.size()));
        }
    }

    private static void evenWidth(String op, int headWidth) {
        if (headWidth < 2 || headWidth % 2 != 0) {
            throw new IllegalArgumentException(
                    "%s: the head width must be even and positive, not %d"
                            .formatted(op, headWidth));
        }
    }
}
