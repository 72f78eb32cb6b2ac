package org.colloquy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.colloquy.tensor.AdvantageRule;
import org.colloquy.tensor.GroupShape;
import org.colloquy.tensor.OutputLayer;
import org.colloquy.tensor.PolicyMeasure;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.TensorOps.AdamWStep;
import org.colloquy.tensor.TensorOps.AttentionShape;
import org.colloquy.tensor.TokenDraw;

/** Calls of every operation at one set of sizes, each with the work that it must do at least. */
final class DeviceCases {

    private static final int FLOAT = Float.BYTES;

    /** Rows of a decoding step. */
    private static final int DECODED = 64;

    /**
     * A share of the rows for the wide vocabulary, so that logits are not more than an int counts.
     */
    private static final int WIDE_SHARE = 8;

    private final TensorOps ops;
    private final Sizes sizes;
    private final List<Case> cases = new ArrayList<>();

    private DeviceCases(TensorOps ops, Sizes sizes) {
        this.ops = ops;
        this.sizes = sizes;
    }

    /**
     * How large the calls are.
     *
     * @param elements of an elementwise operation and an update
     * @param rows of layers and losses, T
     * @param width C
     * @param vocabulary V
     * @param wideVocabulary V of the largest models
     * @param context tokens of the attended sequence
     * @param rewards of the advantages
     */
    record Sizes(
            int elements,
            int rows,
            int width,
            int vocabulary,
            int wideVocabulary,
            int context,
            int rewards) {

        static final Sizes LARGE = new Sizes(1 << 26, 8192, 1024, 32_000, 151_936, 1024, 8192);
    }

    /** What an operation must do. */
    sealed interface Work {}

    /** Bytes that it must read and write; the goal is a share of the copy bandwidth. */
    record Bytes(double count, OptionalDouble goal) implements Work {}

    /** Multiplications and additions. */
    record Operations(double count) implements Work {}

    /** Too little for either. */
    record Latency(String unit) implements Work {}

    /** One call that can be repeated. */
    record Case(String name, Work work, Runnable call) {}

    /** All of them; the copy within the device comes first. */
    static List<Case> all(TensorOps ops, Sizes sizes) {
        DeviceCases made = new DeviceCases(ops, sizes);
        made.elementwise();
        made.layers();
        made.losses();
        made.products();
        made.attention();
        return made.cases;
    }

    private void bytes(String name, double count, Runnable call) {
        cases.add(new Case(name, new Bytes(count, OptionalDouble.empty()), call));
    }

    private void bytes(String name, double count, double goal, Runnable call) {
        cases.add(new Case(name, new Bytes(count, OptionalDouble.of(goal)), call));
    }

    private Tensor filled(int size, float value) {
        Tensor tensor = ops.allocate(size);
        ops.fill(tensor, value);
        return tensor;
    }

    private void elementwise() {
        int n = sizes.elements();
        double one = (double) n * FLOAT;
        Tensor a = filled(n, 0.5f);
        Tensor b = filled(n, 0.25f);
        Tensor c = filled(n, 0f);
        Tensor d = filled(n, 0f);
        bytes("copy within the device", 2 * one, () -> ops.copy(a, b));
        bytes("fill", one, () -> ops.fill(a, 0.5f));
        bytes("add", 3 * one, () -> ops.add(d, b));
        bytes("swiGlu", 3 * one, () -> ops.swiGlu(d, a, b));
        AdamWStep step = new AdamWStep(3, 1e-6f, 0.9f, 0.99f, 1e-8f, 0f, 1f);
        bytes("adamW", 7 * one, 0.95, () -> ops.adamW(a, b, c, d, step));
        bytes("sum of squares", one, () -> ops.sumOfSquares(b));
    }

    private void layers() {
        int t = sizes.rows();
        int c = sizes.width();
        double one = (double) t * c * FLOAT;
        Tensor x = filled(t * c, 0.5f);
        Tensor weight = filled(c, 1f);
        Tensor out = filled(t * c, 0f);
        Tensor dWeight = filled(c, 0f);
        int[] ids = new int[t];
        for (int i = 0; i < t; i++) {
            ids[i] = i * 7 % t;
        }
        bytes("rmsNorm", 2 * one, () -> ops.rmsNorm(out, x, weight, t, c, 1e-5f));
        bytes(
                "rmsNorm backward",
                6 * one,
                () -> ops.rmsNormBackward(out, dWeight, x, x, weight, t, c, 1e-5f));
        bytes("gather rows", 2 * one, () -> ops.gatherRows(out, x, ids, c));
        bytes("gather rows backward", 3 * one, () -> ops.gatherRowsBackward(out, x, ids, c));
    }

    private void losses() {
        int t = sizes.rows();
        int v = sizes.vocabulary();
        double one = (double) t * v * FLOAT;
        Tensor logits = filled(Math.multiplyExact(t, v), 0f);
        Tensor measures = filled(t * PolicyMeasure.COUNT, 0f);
        int[] targets = new int[t];
        float[] numbers = new float[t];
        boolean[] offPolicy = new boolean[t];
        PolicyTokens tokens =
                new PolicyTokens(
                        targets, numbers, new float[0], new float[0], numbers, numbers, offPolicy);
        PolicyRule rule =
                new PolicyRule(
                        1f, 0.8f, 1.2f, Float.POSITIVE_INFINITY, 0f, PolicyRule.KlEstimator.K3, 0f);
        Tensor logProbs = filled(t, 0f);
        bytes("log-probs", one, () -> ops.logProbs(logProbs, logits, targets, v, 1f));
        bytes(
                "policy loss, %d x %d".formatted(t, v),
                2 * one,
                0.90,
                () -> ops.policyLoss(measures, logits, tokens, rule, v));
        draws(logits, t, v);
        wideLoss(rule);
        int width = 16;
        GroupShape shape = GroupShape.full(Math.max(1, sizes.rewards() / 2 / width), 2, width);
        int places = shape.questions() * shape.agents() * width;
        Tensor rewards = filled(places, 0.5f);
        Tensor advantages = filled(places, 0f);
        Tensor calibrated = filled(places, 0f);
        AdvantageRule group = new AdvantageRule(true, AdvantageRule.Divisor.GROUP, 1e-4);
        cases.add(
                new Case(
                        "advantages of %d rewards".formatted(places),
                        new Latency("us"),
                        () -> ops.groupAdvantages(advantages, calibrated, rewards, shape, group)));
    }

    /** As decoding has them: some rows at once. */
    private void draws(Tensor logits, int t, int v) {
        int n = Math.min(t, DECODED);
        List<TokenDraw> draws = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            draws.add(TokenDraw.of(1, 0, 1, 0, i, 0));
        }
        int[] drawn = new int[n];
        float[] values = new float[n];
        cases.add(
                new Case(
                        "draws of %d tokens of %d".formatted(n, v),
                        new Latency("us"),
                        () -> ops.sample(drawn, values, logits, draws, v)));
    }

    /** The vocabulary of the largest models, whose rows do not fit on the chip as floats. */
    private void wideLoss(PolicyRule rule) {
        int v = sizes.wideVocabulary();
        int t = Math.max(1, sizes.rows() / WIDE_SHARE);
        Tensor logits = filled(Math.multiplyExact(t, v), 0f);
        Tensor measures = filled(t * PolicyMeasure.COUNT, 0f);
        float[] numbers = new float[t];
        PolicyTokens tokens =
                new PolicyTokens(
                        new int[t],
                        numbers,
                        new float[0],
                        new float[0],
                        numbers,
                        numbers,
                        new boolean[t]);
        bytes(
                "policy loss, %d x %d".formatted(t, v),
                2.0 * t * v * FLOAT,
                0.85,
                () -> ops.policyLoss(measures, logits, tokens, rule, v));
        int c = sizes.width();
        Tensor hidden = filled(t * c, 0.1f);
        Tensor dHidden = filled(t * c, 0f);
        Tensor matrix = filled(v * c, 0.1f);
        Tensor dMatrix = filled(v * c, 0f);
        OutputLayer layer = new OutputLayer(matrix, true, c, v);
        cases.add(
                new Case(
                        "policy loss of hidden rows, %d x %d x %d".formatted(t, c, v),
                        new Operations(6.0 * t * c * v),
                        () ->
                                ops.policyLossOfHidden(
                                        measures, dHidden, dMatrix, hidden, layer, tokens, rule,
                                        logits)));
    }

    /** A product of some size, of a training step. */
    static Case largeProduct(TensorOps ops, Sizes sizes) {
        DeviceCases made = new DeviceCases(ops, sizes);
        int t = sizes.rows();
        int c = 4 * sizes.width();
        Tensor a = made.filled(t * c, 0.5f);
        Tensor b = made.filled(c * c, 0.25f);
        Tensor out = made.filled(t * c, 0f);
        return new Case(
                "product, %d x %d x %d".formatted(t, c, c),
                new Operations(2.0 * t * c * c),
                () -> ops.matmul(out, a, b, t, c, c, false));
    }

    private void products() {
        int t = sizes.rows();
        int c = sizes.width();
        Tensor a = filled(t * c, 0.5f);
        Tensor b = filled(c * c, 0.25f);
        Tensor out = filled(t * c, 0f);
        double operations = 2.0 * t * c * c;
        String shape = ", %d x %d x %d".formatted(t, c, c);
        cases.add(
                new Case(
                        "product" + shape,
                        new Operations(operations),
                        () -> ops.matmul(out, a, b, t, c, c, false)));
        cases.add(
                new Case(
                        "product, right side transposed" + shape,
                        new Operations(operations),
                        () -> ops.matmulTransposedB(out, a, b, t, c, c, false)));
        cases.add(
                new Case(
                        "product, left side transposed" + shape,
                        new Operations(operations),
                        () -> ops.matmulTransposedA(b, a, out, c, t, c, false)));
        bytes(
                "product of 8 rows",
                (double) c * c * FLOAT,
                () -> ops.matmul(out, a, b, 8, c, c, false));
    }

    private void attention() {
        int t = sizes.context();
        AttentionShape shape = new AttentionShape(16, 8, 64, 0.125f);
        Tensor q = filled(t * shape.heads() * shape.headWidth(), 0.5f);
        Tensor out = filled(q.size(), 0f);
        Tensor k = filled(t * shape.keyValueHeads() * shape.headWidth(), 0.5f);
        Tensor v = filled(k.size(), 0.5f);
        Tensor dK = filled(k.size(), 0f);
        Tensor dV = filled(k.size(), 0f);
        int[] first = new int[t];
        int[] last = new int[t];
        for (int i = 0; i < t; i++) {
            last[i] = i;
        }
        double pairs = t * (t + 1.0) / 2 * shape.heads() * shape.headWidth();
        cases.add(
                new Case(
                        "attention of %d tokens".formatted(t),
                        new Operations(4 * pairs),
                        () -> ops.attention(out, q, k, v, first, last, shape)));
        cases.add(
                new Case(
                        "attention backward",
                        new Operations(10 * pairs),
                        () -> ops.attentionBackward(q, dK, dV, out, q, k, v, first, last, shape)));
    }
}
