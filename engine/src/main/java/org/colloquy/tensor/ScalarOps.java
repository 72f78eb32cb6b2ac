package org.colloquy.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * The oracle: every operation as its definition reads, one scalar at a time, on one thread. Other
 * CPU backends must return the same bits.
 */
public final class ScalarOps implements TensorOps {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public HeapTensor allocate(int size) {
        return HeapTensor.zeros(size);
    }

    @Override
    public void upload(Tensor target, float[] source) {
        Shapes.equal("upload", "target and source", target.size(), source.length);
        HeapTensor heap = HeapTensor.of(target);
        System.arraycopy(source, 0, heap.values, heap.offset, source.length);
    }

    @Override
    public void download(Tensor source, float[] target) {
        Shapes.equal("download", "source and target", source.size(), target.length);
        HeapTensor heap = HeapTensor.of(source);
        System.arraycopy(heap.values, heap.offset, target, 0, target.length);
    }

    @Override
    public void fill(Tensor target, float value) {
        HeapTensor heap = HeapTensor.of(target);
        Arrays.fill(heap.values, heap.offset, heap.offset + heap.size(), value);
    }

    @Override
    public void copy(Tensor target, Tensor source) {
        Shapes.equal("copy", "target and source", target.size(), source.size());
        HeapTensor to = HeapTensor.of(target);
        HeapTensor from = HeapTensor.of(source);
        System.arraycopy(from.values, from.offset, to.values, to.offset, from.size());
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.equal("add", "y and x", y.size(), x.size());
        Elementwise.add(HeapTensor.of(y), HeapTensor.of(x), 0, x.size());
    }

    @Override
    public void matmul(Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmul", c, a, b, m, k, n);
        matmul(c, a, k, 1, b, n, 1, m, k, n, accumulate);
    }

    @Override
    public void matmulTransposedB(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedB", c, a, b, m, k, n);
        matmul(c, a, k, 1, b, 1, k, m, k, n, accumulate);
    }

    @Override
    public void matmulTransposedA(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedA", c, a, b, m, k, n);
        matmul(c, a, 1, m, b, n, 1, m, k, n, accumulate);
    }

    /** a (i, p) lies at i * aRow + p * aColumn, b (p, j) at p * bRow + j * bColumn. */
    private static void matmul(
            Tensor c,
            Tensor a,
            int aRow,
            int aColumn,
            Tensor b,
            int bRow,
            int bColumn,
            int m,
            int k,
            int n,
            boolean accumulate) {
        HeapTensor out = HeapTensor.of(c);
        HeapTensor left = HeapTensor.of(a);
        HeapTensor right = HeapTensor.of(b);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                int at = out.offset + i * n + j;
                float sum = accumulate ? out.values[at] : 0f;
                for (int p = 0; p < k; p++) {
                    float x = left.values[left.offset + i * aRow + p * aColumn];
                    float y = right.values[right.offset + p * bRow + j * bColumn];
                    sum = Math.fma(x, y, sum);
                }
                out.values[at] = sum;
            }
        }
    }

    @Override
    public void gatherRows(Tensor out, Tensor table, int[] ids, int width) {
        Shapes.rows("gatherRows", out, table, ids, width);
        Elementwise.gatherRows(HeapTensor.of(out), HeapTensor.of(table), ids, width);
    }

    @Override
    public void scatterRows(Tensor target, Tensor source, int[] rows, int width) {
        Shapes.rows("scatterRows", source, target, rows, width);
        Elementwise.scatterRows(HeapTensor.of(target), HeapTensor.of(source), rows, width);
    }

    @Override
    public void gatherRowsBackward(Tensor dTable, Tensor dOut, int[] ids, int width) {
        Shapes.rows("gatherRowsBackward", dOut, dTable, ids, width);
        Elementwise.gatherRowsBackward(HeapTensor.of(dTable), HeapTensor.of(dOut), ids, width);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor x, Tensor weight, int t, int c, float epsilon) {
        Shapes.rmsNorm("rmsNorm", out, x, weight, t, c);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor input = HeapTensor.of(x);
        HeapTensor w = HeapTensor.of(weight);
        for (int row = 0; row < t; row++) {
            float inverse = inverseRootMeanSquare(input, row, c, epsilon);
            for (int i = 0; i < c; i++) {
                float normal = input.values[input.offset + row * c + i] * inverse;
                y.values[y.offset + row * c + i] = normal * w.values[w.offset + i];
            }
        }
    }

    /**
     * With r the inverse root mean square and g = dOut * weight: dX += g * r + x * (-(g . x) * r^3
     * / C), and dWeight is a chain of fused dOut * (x * r).
     */
    @Override
    public void rmsNormBackward(
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
        HeapTensor input = HeapTensor.of(x);
        float[] w = HeapTensor.of(weight).values;
        int wo = HeapTensor.of(weight).offset;
        HeapTensor dInput = HeapTensor.of(dX);
        HeapTensor dW = HeapTensor.of(dWeight);
        HeapTensor dY = HeapTensor.of(dOut);
        float[] g = new float[c];
        for (int row = 0; row < t; row++) {
            int at = row * c;
            for (int i = 0; i < c; i++) {
                g[i] = dY.values[dY.offset + at + i] * w[wo + i];
            }
            float inverse = inverseRootMeanSquare(input, row, c, epsilon);
            float dot = Lanes.dot(g, 0, input.values, input.offset + at, c);
            float pull = -(dot * inverse * inverse * inverse / c);
            for (int i = 0; i < c; i++) {
                float value = input.values[input.offset + at + i];
                float d = dY.values[dY.offset + at + i];
                dInput.values[dInput.offset + at + i] += Math.fma(g[i], inverse, value * pull);
                int j = dW.offset + i;
                dW.values[j] = Math.fma(d, value * inverse, dW.values[j]);
            }
        }
    }

    private static float inverseRootMeanSquare(HeapTensor x, int row, int c, float epsilon) {
        int at = x.offset + row * c;
        float mean = Lanes.dot(x.values, at, x.values, at, c) / c;
        return 1f / (float) Math.sqrt(mean + epsilon);
    }

    @Override
    public void rotary(
            Tensor x, Tensor cosSin, int[] positions, int heads, int d, boolean inverse) {
        Shapes.rotary(x, cosSin, positions, heads, d);
        HeapTensor values = HeapTensor.of(x);
        HeapTensor angles = HeapTensor.of(cosSin);
        float sign = inverse ? -1f : 1f;
        for (int t = 0; t < positions.length; t++) {
            Elementwise.rotary(values, angles, positions, heads, d, sign, t);
        }
    }

    @Override
    public void swiGlu(Tensor out, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGlu", out, gate, up);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor g = HeapTensor.of(gate);
        HeapTensor u = HeapTensor.of(up);
        for (int i = 0; i < y.size(); i++) {
            float x = g.values[g.offset + i];
            y.values[y.offset + i] = x * Elementary.sigmoid(x) * u.values[u.offset + i];
        }
    }

    /**
     * With s = sigmoid(gate): dUp = dOut * (gate * s), dGate = dOut * up * (s * (1 + gate (1 -
     * s))).
     */
    @Override
    public void swiGluBackward(Tensor dGate, Tensor dUp, Tensor dOut, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGluBackward", dGate, gate, up);
        Shapes.swiGlu("swiGluBackward", dUp, dOut, up);
        HeapTensor dG = HeapTensor.of(dGate);
        HeapTensor dU = HeapTensor.of(dUp);
        HeapTensor dY = HeapTensor.of(dOut);
        HeapTensor g = HeapTensor.of(gate);
        HeapTensor u = HeapTensor.of(up);
        for (int i = 0; i < g.size(); i++) {
            float x = g.values[g.offset + i];
            float d = dY.values[dY.offset + i];
            float s = Elementary.sigmoid(x);
            float slope = s * Math.fma(x, 1f - s, 1f);
            dG.values[dG.offset + i] = d * u.values[u.offset + i] * slope;
            dU.values[dU.offset + i] = d * (x * s);
        }
    }

    @Override
    public void attention(
            Tensor out,
            Tensor q,
            Tensor k,
            Tensor v,
            int[] firstKey,
            int[] lastKey,
            AttentionShape shape) {
        Shapes.attention("attention", out, q, k, v, firstKey, lastKey, shape);
        attentionOf(q, k, v, firstKey, lastKey, shape).forward(HeapTensor.of(out));
    }

    @Override
    public void attentionBackward(
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
        attentionOf(q, k, v, firstKey, lastKey, shape)
                .backward(
                        HeapTensor.of(dQ),
                        HeapTensor.of(dK),
                        HeapTensor.of(dV),
                        HeapTensor.of(dOut));
    }

    private static ScalarAttention attentionOf(
            Tensor q, Tensor k, Tensor v, int[] firstKey, int[] lastKey, AttentionShape shape) {
        return new ScalarAttention(
                HeapTensor.of(q), HeapTensor.of(k), HeapTensor.of(v), firstKey, lastKey, shape);
    }

    @Override
    public void logProbs(
            Tensor out, Tensor logits, int[] targets, int v, float inverseTemperature) {
        Shapes.loss("logProbs", out, logits, targets, v);
        Shapes.indices("logProbs", "targets", targets, v);
        HeapTensor y = HeapTensor.of(out);
        HeapTensor z = HeapTensor.of(logits);
        ScalarSoftmax softmax = new ScalarSoftmax(v, inverseTemperature);
        for (int t = 0; t < targets.length; t++) {
            softmax.row(z.values, z.offset + t * v);
            y.values[y.offset + t] = softmax.logProbability(targets[t]);
        }
    }

    @Override
    public void sample(
            int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v) {
        HeapDraws.sample(this, tokens, logProbs, logits, draws, v);
    }

    @Override
    public void crossEntropy(Tensor losses, Tensor logits, int[] targets, float[] weights, int v) {
        Shapes.loss("crossEntropy", losses, logits, targets, v);
        Shapes.crossEntropy(targets, weights, v);
        HeapTensor y = HeapTensor.of(losses);
        HeapTensor z = HeapTensor.of(logits);
        ScalarSoftmax softmax = new ScalarSoftmax(v, 1f);
        for (int t = 0; t < targets.length; t++) {
            int at = z.offset + t * v;
            if (weights[t] == 0f) {
                y.values[y.offset + t] = 0f;
                Arrays.fill(z.values, at, at + v, 0f);
                continue;
            }
            softmax.row(z.values, at);
            y.values[y.offset + t] = -softmax.logProbability(targets[t]) * weights[t];
            for (int i = 0; i < v; i++) {
                float oneHot = i == targets[t] ? 1f : 0f;
                z.values[at + i] = weights[t] * (softmax.probability(i) - oneHot);
            }
        }
    }

    @Override
    public void groupAdvantages(
            Tensor advantages,
            Tensor calibrated,
            Tensor rewards,
            GroupShape shape,
            AdvantageRule rule) {
        Shapes.groups(advantages, calibrated, rewards, shape);
        new GroupRows(
                        HeapTensor.of(advantages),
                        HeapTensor.of(calibrated),
                        HeapTensor.of(rewards),
                        shape,
                        rule)
                .run();
    }

    @Override
    public void policyLoss(
            Tensor measures, Tensor logits, PolicyTokens tokens, PolicyRule rule, int v) {
        Shapes.policyLoss(measures, logits, tokens, v);
        HeapTensor rows = HeapTensor.of(measures);
        HeapTensor z = HeapTensor.of(logits);
        ScalarSoftmax softmax = new ScalarSoftmax(v, rule.inverseTemperature());
        for (int t = 0; t < tokens.size(); t++) {
            int at = z.offset + t * v;
            softmax.row(z.values, at);
            int target = tokens.targets()[t];
            float entropy = softmax.entropy();
            float logProb = softmax.logProbability(target);
            float slope = PolicyRow.measure(rows, tokens, rule, t, logProb, entropy);
            float scale = tokens.weights()[t] * rule.inverseTemperature();
            float pull = scale * slope;
            float push = scale * rule.entropy();
            for (int i = 0; i < v; i++) {
                float oneHot = i == target ? 1f : 0f;
                float p = softmax.probability(i);
                float d = pull * (oneHot - p);
                float spread = p * (softmax.logProbability(i) + entropy);
                z.values[at + i] = push == 0f ? d : d + push * spread;
            }
        }
    }

    @Override
    public double sumOfSquares(Tensor x) {
        HeapTensor heap = HeapTensor.of(x);
        return Lanes.squares(heap.values, heap.offset, heap.size());
    }

    @Override
    public void adamW(
            Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step) {
        int size = Shapes.adamW(parameter, gradient, first, second);
        Elementwise.adamW(
                HeapTensor.of(parameter),
                HeapTensor.of(gradient),
                HeapTensor.of(first),
                HeapTensor.of(second),
                step,
                0,
                size);
    }

    @Override
    public void close() {}
}
