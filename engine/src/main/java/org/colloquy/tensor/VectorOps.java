package org.colloquy.tensor;

import java.util.Arrays;
import java.util.List;
import org.colloquy.tensor.VectorMatmul.Layout;

/**
 * The fast CPU backend, on the Vector API and a few threads, with the bits of {@link ScalarOps}.
 *
 * <p>Threads take rows, columns or heads of an operation, never parts of a sum; small operations
 * stay on the caller's thread. Callers from several threads take turns.
 */
public final class VectorOps implements TensorOps {

    /** Below this many elements, or multiply-adds of an attention, the caller works alone. */
    private static final int PARALLEL_ELEMENTS = 1 << 15;

    private static final long PARALLEL_WORK = 1L << 18;
    private static final int PARTS_PER_THREAD = 4;

    private final Workers workers;
    private final Workers alone = new Workers(1);
    private final VectorMatmul products;
    private final AttentionScratch[] attentions;
    private final ScalarOps plain = new ScalarOps();

    /** A backend of this many threads, the caller's among them. */
    public VectorOps(int threads) {
        workers = new Workers(threads);
        products = new VectorMatmul(workers);
        attentions = new AttentionScratch[threads];
        Arrays.setAll(attentions, slot -> new AttentionScratch());
    }

    @Override
    public String name() {
        return "vector %d bit x %d threads"
                .formatted(Species.FLOAT.vectorBitSize(), workers.threads());
    }

    @Override
    public HeapTensor allocate(int size) {
        return plain.allocate(size);
    }

    @Override
    public void upload(Tensor target, float[] source) {
        plain.upload(target, source);
    }

    @Override
    public void download(Tensor source, float[] target) {
        plain.download(source, target);
    }

    @Override
    public void fill(Tensor target, float value) {
        plain.fill(target, value);
    }

    @Override
    public void copy(Tensor target, Tensor source) {
        plain.copy(target, source);
    }

    /** A stretch of elements or rows. */
    @FunctionalInterface
    private interface Stretch {
        void run(int from, int to, int slot);
    }

    /** Cuts {@code count} items, each of {@code width} elements, into stretches for all threads. */
    private void stretches(int count, int width, Stretch body) {
        if (workers.threads() == 1 || (long) count * width < PARALLEL_ELEMENTS) {
            body.run(0, count, 0);
            return;
        }
        int parts = Math.min(count, PARTS_PER_THREAD * workers.threads());
        workers.run(
                parts,
                (part, slot) -> {
                    int from = (int) ((long) count * part / parts);
                    int to = (int) ((long) count * (part + 1) / parts);
                    body.run(from, to, slot);
                });
    }

    @Override
    public synchronized void add(Tensor y, Tensor x) {
        Shapes.equal("add", "y and x", y.size(), x.size());
        HeapTensor target = HeapTensor.of(y);
        HeapTensor source = HeapTensor.of(x);
        stretches(target.size(), 1, (from, to, slot) -> Elementwise.add(target, source, from, to));
    }

    @Override
    public synchronized void matmul(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmul", c, a, b, m, k, n);
        products.multiply(HeapTensor.of(c), layout(a, k, 1), layout(b, n, 1), m, k, n, accumulate);
    }

    @Override
    public synchronized void matmulTransposedB(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedB", c, a, b, m, k, n);
        products.multiply(HeapTensor.of(c), layout(a, k, 1), layout(b, 1, k), m, k, n, accumulate);
    }

    @Override
    public synchronized void matmulTransposedA(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedA", c, a, b, m, k, n);
        products.multiply(HeapTensor.of(c), layout(a, 1, m), layout(b, n, 1), m, k, n, accumulate);
    }

    private static Layout layout(Tensor tensor, int row, int column) {
        HeapTensor heap = HeapTensor.of(tensor);
        return new Layout(heap.values, heap.offset, row, column);
    }

    @Override
    public void gatherRows(Tensor out, Tensor table, int[] ids, int width) {
        plain.gatherRows(out, table, ids, width);
    }

    @Override
    public void scatterRows(Tensor target, Tensor source, int[] rows, int width) {
        plain.scatterRows(target, source, rows, width);
    }

    @Override
    public void gatherRowsBackward(Tensor dTable, Tensor dOut, int[] ids, int width) {
        plain.gatherRowsBackward(dTable, dOut, ids, width);
    }

    @Override
    public synchronized void rmsNorm(
            Tensor out, Tensor x, Tensor weight, int t, int c, float epsilon) {
        Shapes.rmsNorm("rmsNorm", out, x, weight, t, c);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor input = HeapTensor.of(x);
        HeapTensor w = HeapTensor.of(weight);
        stretches(
                t,
                c,
                (from, to, slot) -> {
                    for (int row = from; row < to; row++) {
                        VectorLayers.rmsNorm(y, input, w, row, c, epsilon);
                    }
                });
    }

    @Override
    public synchronized void rmsNormBackward(
            Tensor dX,
            Tensor dWeight,
            Tensor dOut,
            Tensor x,
            Tensor weight,
            int t,
            int c,
            float epsilon) {
        Shapes.rmsNorm("rmsNormBackward", dX, x, weight, t, c);
        Shapes.rmsNorm("rmsNormBackward", dOut, x, dWeight, t, c);
        HeapTensor dInput = HeapTensor.of(dX);
        HeapTensor dW = HeapTensor.of(dWeight);
        HeapTensor dY = HeapTensor.of(dOut);
        HeapTensor input = HeapTensor.of(x);
        HeapTensor w = HeapTensor.of(weight);
        float[] inverses = new float[t];
        stretches(
                t,
                c,
                (from, to, slot) -> {
                    float[] g = new float[c];
                    for (int row = from; row < to; row++) {
                        inverses[row] =
                                VectorLayers.rmsNormBackward(
                                        dInput, dY, input, w, row, c, epsilon, g);
                    }
                });
        stretches(
                c,
                t,
                (from, to, slot) ->
                        VectorLayers.rmsNormWeightBackward(
                                dW, dY, input, inverses, t, c, from, to));
    }

    @Override
    public synchronized void rotary(
            Tensor x, Tensor cosSin, int[] positions, int heads, int d, boolean inverse) {
        Shapes.rotary(x, cosSin, positions, heads, d);
        HeapTensor values = HeapTensor.of(x);
        HeapTensor angles = HeapTensor.of(cosSin);
        float sign = inverse ? -1f : 1f;
        stretches(
                positions.length,
                heads * d,
                (from, to, slot) -> {
                    for (int t = from; t < to; t++) {
                        Elementwise.rotary(values, angles, positions, heads, d, sign, t);
                    }
                });
    }

    @Override
    public synchronized void swiGlu(Tensor out, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGlu", out, gate, up);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor g = HeapTensor.of(gate);
        HeapTensor u = HeapTensor.of(up);
        stretches(y.size(), 4, (from, to, slot) -> VectorLayers.swiGlu(y, g, u, from, to));
    }

    @Override
    public synchronized void swiGluBackward(
            Tensor dGate, Tensor dUp, Tensor dOut, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGluBackward", dGate, gate, up);
        Shapes.swiGlu("swiGluBackward", dUp, dOut, up);
        HeapTensor dG = HeapTensor.of(dGate);
        HeapTensor dU = HeapTensor.of(dUp);
        HeapTensor dY = HeapTensor.of(dOut);
        HeapTensor g = HeapTensor.of(gate);
        HeapTensor u = HeapTensor.of(up);
        stretches(
                g.size(),
                4,
                (from, to, slot) -> VectorLayers.swiGluBackward(dG, dU, dY, g, u, from, to));
    }

    @Override
    public synchronized void attention(
            Tensor out,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        Shapes.attention("attention", out, q, k, v, firstKey, lastKey, shape);
        HeapTensor y = HeapTensor.of(out);
        VectorAttention attention = attentionOf(q, k, v, firstKey, lastKey, shape);
        crew(attention.work())
                .run(
                        attention.forwardParts(),
                        (part, slot) -> attention.forward(y, part, attentions[slot]));
    }

    @Override
    public synchronized void attentionBackward(
            Tensor dQ,
            Tensor dK,
            Tensor dV,
            Tensor dOut,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        Shapes.attention("attentionBackward", dOut, q, k, v, firstKey, lastKey, shape);
        Shapes.attention("attentionBackward", dQ, q, dK, dV, firstKey, lastKey, shape);
        HeapTensor dQuery = HeapTensor.of(dQ);
        HeapTensor dKey = HeapTensor.of(dK);
        HeapTensor dValue = HeapTensor.of(dV);
        HeapTensor dY = HeapTensor.of(dOut);
        VectorAttention attention = attentionOf(q, k, v, firstKey, lastKey, shape);
        crew(attention.work())
                .run(
                        attention.backwardParts(),
                        (part, slot) ->
                                attention.backward(
                                        dQuery, dKey, dValue, dY, part, attentions[slot]));
    }

    private static VectorAttention attentionOf(
            Tensor q, Tensor k, Tensor v, int[] firstKey, int[] lastKey, AttentionShape shape) {
        return new VectorAttention(
                HeapTensor.of(q), HeapTensor.of(k), HeapTensor.of(v), firstKey, lastKey, shape);
    }

    private Workers crew(long work) {
        return work < PARALLEL_WORK ? alone : workers;
    }

    @Override
    public synchronized void logProbs(
            Tensor out, Tensor logits, int[] targets, int v, float inverseTemperature) {
        Shapes.loss("logProbs", out, logits, targets, v);
        Shapes.indices("logProbs", "targets", targets, v);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor z = HeapTensor.of(logits);
        stretches(
                targets.length,
                4 * v,
                (from, to, slot) -> {
                    float[] shifted = new float[v];
                    float[] terms = new float[v];
                    for (int t = from; t < to; t++) {
                        y.values[y.offset + t] =
                                VectorSoftmax.logProbability(
                                        z.values,
                                        z.offset + t * v,
                                        v,
                                        inverseTemperature,
                                        targets[t],
                                        shifted,
                                        terms);
                    }
                });
    }

    @Override
    public synchronized void sample(
            int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v) {
        HeapDraws.sample(this, tokens, logProbs, logits, draws, v);
    }

    @Override
    public synchronized void crossEntropy(
            Tensor losses, Tensor logits, int[] targets, float[] weights, int v) {
        Shapes.loss("crossEntropy", losses, logits, targets, v);
        Shapes.crossEntropy(targets, weights, v);
        HeapTensor y = HeapTensor.of(losses);
        HeapTensor z = HeapTensor.of(logits);
        stretches(
                targets.length,
                4 * v,
                (from, to, slot) -> {
                    for (int t = from; t < to; t++) {
                        y.values[y.offset + t] =
                                VectorSoftmax.crossEntropy(
                                        z.values, z.offset + t * v, v, targets[t], weights[t]);
                    }
                });
    }

    @Override
    public void groupAdvantages(
            Tensor advantages,
            Tensor calibrated,
            Tensor rewards,
            GroupShape shape,
            AdvantageRule rule) {
        plain.groupAdvantages(advantages, calibrated, rewards, shape, rule);
    }

    @Override
    public synchronized void policyLoss(
            Tensor measures, Tensor logits, PolicyTokens tokens, PolicyRule rule, int v) {
        Shapes.policyLoss(measures, logits, tokens, v);
        HeapTensor rows = HeapTensor.of(measures);
        HeapTensor z = HeapTensor.of(logits);
        stretches(
                tokens.size(),
                8 * v,
                (from, to, slot) -> {
                    VectorPolicyLoss loss = new VectorPolicyLoss(rows, z, tokens, rule, v);
                    for (int t = from; t < to; t++) {
                        loss.row(t);
                    }
                });
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return plain.sumOfSquares(x);
    }

    @Override
    public synchronized void adamW(
            Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step) {
        int size = Shapes.adamW(parameter, gradient, first, second);
        HeapTensor p = HeapTensor.of(parameter);
        HeapTensor g = HeapTensor.of(gradient);
        HeapTensor m = HeapTensor.of(first);
        HeapTensor s = HeapTensor.of(second);
        stretches(size, 1, (from, to, slot) -> Elementwise.adamW(p, g, m, s, step, from, to));
    }

    @Override
    public void close() {
        workers.close();
    }
}
