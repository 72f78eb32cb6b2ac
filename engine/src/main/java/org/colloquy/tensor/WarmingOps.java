package org.colloquy.tensor;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * The CPU backend of runs: plain loops at first, {@link VectorOps} as soon as its kernels are
 * compiled, with the same bits throughout.
 *
 * <p>The JVM interprets code on vectors many times slower than plain code and needs a second or
 * more to compile it; plain loops run well after milliseconds. So a short run never waits for the
 * kernels, and a long one gets them compiled beside its first work ({@link WarmUp}). Gradients
 * always come from the kernels: whoever trains works long.
 */
public final class WarmingOps implements TensorOps {

    private final int threads;
    private final LongPredicate warm;
    private final ScalarOps plain = new ScalarOps();
    private final PlainMatmul products = new PlainMatmul();
    private Optional<VectorOps> kernels = Optional.empty();
    private float[] probabilities = new float[0];

    /** A backend of this many threads, the caller's among them, once it is warm. */
    public WarmingOps(int threads) {
        this(threads, WarmUp::isDoneAfter);
    }

    /**
     * @param warm asked before each operation, with its multiply-adds if it is a product, whether
     *     the kernels may be used from now on
     */
    public WarmingOps(int threads, LongPredicate warm) {
        this.threads = threads;
        this.warm = warm;
    }

    @Override
    public String name() {
        return kernels.map(VectorOps::name).orElse("plain until its kernels are compiled");
    }

    private VectorOps kernels() {
        if (kernels.isEmpty()) {
            kernels = Optional.of(new VectorOps(threads));
        }
        return kernels.get();
    }

    private boolean isWarm(long multiplyAdds) {
        if (kernels.isEmpty() && warm.test(multiplyAdds)) {
            kernels();
        }
        return kernels.isPresent();
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

    @Override
    public synchronized void add(Tensor y, Tensor x) {
        if (isWarm(0)) {
            kernels().add(y, x);
        } else {
            plain.add(y, x);
        }
    }

    @Override
    public synchronized void matmul(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        if (isWarm((long) m * k * n)) {
            kernels().matmul(c, a, b, m, k, n, accumulate);
            return;
        }
        Shapes.matmul("matmul", c, a, b, m, k, n);
        multiply(c, a, b, n, 1, m, k, n, accumulate);
    }

    @Override
    public synchronized void matmulTransposedB(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        if (isWarm((long) m * k * n)) {
            kernels().matmulTransposedB(c, a, b, m, k, n, accumulate);
            return;
        }
        Shapes.matmul("matmulTransposedB", c, a, b, m, k, n);
        multiply(c, a, b, 1, k, m, k, n, accumulate);
    }

    private void multiply(
            Tensor c,
            Tensor a,
            Tensor b,
            int bRow,
            int bColumn,
            int m,
            int k,
            int n,
            boolean accumulate) {
        HeapTensor target = HeapTensor.of(c);
        HeapTensor left = HeapTensor.of(a);
        HeapTensor right = HeapTensor.of(b);
        products.multiply(target, left, right, bRow, bColumn, m, k, n, accumulate);
    }

    @Override
    public synchronized void matmulTransposedA(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        kernels().matmulTransposedA(c, a, b, m, k, n, accumulate);
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
        if (isWarm(0)) {
            kernels().rmsNorm(out, x, weight, t, c, epsilon);
            return;
        }
        Shapes.rmsNorm("rmsNorm", out, x, weight, t, c);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor input = HeapTensor.of(x);
        HeapTensor w = HeapTensor.of(weight);
        for (int row = 0; row < t; row++) {
            PlainRows.rmsNorm(y, input, w, row, c, epsilon);
        }
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
        kernels().rmsNormBackward(dX, dWeight, dOut, x, weight, t, c, epsilon);
    }

    @Override
    public synchronized void rotary(
            Tensor x, Tensor cosSin, int[] positions, int heads, int d, boolean inverse) {
        if (isWarm(0)) {
            kernels().rotary(x, cosSin, positions, heads, d, inverse);
        } else {
            plain.rotary(x, cosSin, positions, heads, d, inverse);
        }
    }

    @Override
    public synchronized void swiGlu(Tensor out, Tensor gate, Tensor up) {
        if (isWarm(0)) {
            kernels().swiGlu(out, gate, up);
        } else {
            plain.swiGlu(out, gate, up);
        }
    }

    @Override
    public synchronized void swiGluBackward(
            Tensor dGate, Tensor dUp, Tensor dOut, Tensor gate, Tensor up) {
        kernels().swiGluBackward(dGate, dUp, dOut, gate, up);
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
        if (isWarm(0)) {
            kernels().attention(out, q, k, v, firstKey, lastKey, shape);
            return;
        }
        Shapes.attention("attention", out, q, k, v, firstKey, lastKey, shape);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor queries = HeapTensor.of(q);
        HeapTensor keys = HeapTensor.of(k);
        HeapTensor values = HeapTensor.of(v);
        for (int t = 0; t < firstKey.length; t++) {
            attend(y, queries, keys, values, t, firstKey[t], lastKey[t] - firstKey[t] + 1, shape);
        }
    }

    private void attend(
            HeapTensor out,
            HeapTensor q,
            HeapTensor k,
            HeapTensor v,
            int t,
            int firstKey,
            int count,
            AttentionShape shape) {
        if (probabilities.length < count) {
            probabilities = new float[2 * count];
        }
        int d = shape.headWidth();
        int stride = shape.keyValueHeads() * d;
        int group = shape.heads() / shape.keyValueHeads();
        for (int head = 0; head < shape.heads(); head++) {
            int row = (t * shape.heads() + head) * d;
            int key = firstKey * stride + head / group * d;
            PlainRows.probabilities(
                    q.values,
                    q.offset + row,
                    k.values,
                    k.offset + key,
                    stride,
                    d,
                    shape.scale(),
                    count,
                    probabilities);
            PlainRows.weigh(
                    probabilities,
                    count,
                    v.values,
                    v.offset + key,
                    stride,
                    d,
                    out.values,
                    out.offset + row);
        }
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
        kernels().attentionBackward(dQ, dK, dV, dOut, q, k, v, firstKey, lastKey, shape);
    }

    @Override
    public synchronized void logProbs(
            Tensor out, Tensor logits, int[] targets, int v, float inverseTemperature) {
        if (isWarm(0)) {
            kernels().logProbs(out, logits, targets, v, inverseTemperature);
        } else {
            plain.logProbs(out, logits, targets, v, inverseTemperature);
        }
    }

    @Override
    public synchronized void sample(
            int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v) {
        HeapDraws.sample(this, tokens, logProbs, logits, draws, v);
    }

    @Override
    public synchronized void crossEntropy(
            Tensor losses, Tensor logits, int[] targets, float[] weights, int v) {
        kernels().crossEntropy(losses, logits, targets, weights, v);
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
        kernels().policyLoss(measures, logits, tokens, rule, v);
    }

    @Override
    public double sumOfSquares(Tensor x) {
        return plain.sumOfSquares(x);
    }

    @Override
    public synchronized void adamW(
            Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step) {
        kernels().adamW(parameter, gradient, first, second, step);
    }

    @Override
    public synchronized void close() {
        kernels.ifPresent(VectorOps::close);
    }
}
