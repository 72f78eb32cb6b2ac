package org.colloquy.cuda;

import java.util.List;
import jcuda.Sizeof;
import org.colloquy.cuda.CudaProducts.Kind;
import org.colloquy.cuda.CudaProducts.Sizes;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.AdvantageRule;
import org.colloquy.tensor.GroupShape;
import org.colloquy.tensor.OutputLayer;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.Shapes;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.TokenDraw;

/**
 * The operations as our own CUDA kernels, with the bits of {@link org.colloquy.tensor.ScalarOps}:
 * every sum keeps its order, no float is added atomically, products and sums are not contracted.
 *
 * <p>Calls return when their work is queued; a download waits for it. All instances share one
 * device, its memory and its stream, so a tensor of one may be used by another, and closing one
 * leaves tensors alone.
 */
final class CudaOps implements TensorOps {

    private final CudaDevice device;
    private final DeviceMemory memory;
    private final Launcher launcher;
    private final CudaProducts products;
    private final CudaRows rows;
    private final CudaAttention attention;
    private final CudaLosses losses;
    private final CudaGroups groups;
    private final CudaDraws draws;

    CudaOps(CudaDevice device, CudaProducts products) {
        this.device = device;
        memory = device.memory();
        launcher = device.launcher();
        this.products = products;
        rows = new CudaRows(memory, launcher);
        attention = new CudaAttention(device);
        losses = new CudaLosses(device);
        groups = new CudaGroups(memory, launcher);
        draws = new CudaDraws(memory, launcher);
    }

    @Override
    public String name() {
        return "cuda " + device.facts().name();
    }

    @Override
    public Tensor allocate(int size) {
        return DeviceTensor.over(memory.zeros((long) size * Sizeof.FLOAT), size);
    }

    @Override
    public void upload(Tensor target, float[] source) {
        Shapes.equal("upload", "target and source", target.size(), source.length);
        DeviceTensor to = DeviceTensor.of(target);
        if (source.length > 0) {
            memory.upload(to, source);
        }
    }

    @Override
    public void download(Tensor source, float[] target) {
        Shapes.equal("download", "source and target", source.size(), target.length);
        DeviceTensor from = DeviceTensor.of(source);
        if (target.length > 0) {
            memory.download(from, target);
        }
    }

    @Override
    public void fill(Tensor target, float value) {
        elements(CudaKernel.FILL, target, DeviceTensor.of(target), value);
    }

    @Override
    public void copy(Tensor target, Tensor source) {
        Shapes.equal("copy", "target and source", target.size(), source.size());
        DeviceTensor to = DeviceTensor.of(target);
        DeviceTensor from = DeviceTensor.of(source);
        if (from.size() > 0) {
            memory.copy(to, from);
        }
    }

    @Override
    public void add(Tensor y, Tensor x) {
        Shapes.equal("add", "y and x", y.size(), x.size());
        elements(CudaKernel.ADD, y, DeviceTensor.of(y), DeviceTensor.of(x));
    }

    /** Starts a kernel with one thread for each element of {@code all}, whose number comes last. */
    private void elements(CudaKernel kernel, Tensor all, Object... arguments) {
        Object[] counted = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, counted, 0, arguments.length);
        counted[arguments.length] = all.size();
        launcher.launch(kernel, Grid.ofElements(all.size()), counted);
    }

    @Override
    public void matmul(Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmul", c, a, b, m, k, n);
        product(c, a, b, new Sizes(m, k, n), Kind.PLAIN, accumulate);
    }

    @Override
    public void matmulTransposedB(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedB", c, a, b, m, k, n);
        product(c, a, b, new Sizes(m, k, n), Kind.TRANSPOSED_B, accumulate);
    }

    @Override
    public void matmulTransposedA(
            Tensor c, Tensor a, Tensor b, int m, int k, int n, boolean accumulate) {
        Shapes.matmul("matmulTransposedA", c, a, b, m, k, n);
        product(c, a, b, new Sizes(m, k, n), Kind.TRANSPOSED_A, accumulate);
    }

    private void product(Tensor c, Tensor a, Tensor b, Sizes sizes, Kind kind, boolean accumulate) {
        products.multiply(
                DeviceTensor.of(c),
                DeviceTensor.of(a),
                DeviceTensor.of(b),
                sizes,
                kind,
                accumulate);
    }

    @Override
    public void gatherRows(Tensor out, Tensor table, int[] ids, int width) {
        Shapes.rows("gatherRows", out, table, ids, width);
        rows.gather(DeviceTensor.of(out), DeviceTensor.of(table), ids, width);
    }

    @Override
    public void scatterRows(Tensor target, Tensor source, int[] places, int width) {
        Shapes.rows("scatterRows", source, target, places, width);
        rows.scatter(DeviceTensor.of(target), DeviceTensor.of(source), places, width);
    }

    @Override
    public void gatherRowsBackward(Tensor dTable, Tensor dOut, int[] ids, int width) {
        Shapes.rows("gatherRowsBackward", dOut, dTable, ids, width);
        rows.gatherBackward(DeviceTensor.of(dTable), DeviceTensor.of(dOut), ids, width);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor x, Tensor weight, int t, int c, float epsilon) {
        Shapes.rmsNorm("rmsNorm", out, x, weight, t, c);
        launcher.launch(
                CudaKernel.RMS_NORM,
                Grid.ofRows(t),
                DeviceTensor.of(out),
                DeviceTensor.of(x),
                DeviceTensor.of(weight),
                epsilon,
                t,
                c);
    }

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
        DeviceTensor dY = DeviceTensor.of(dOut);
        DeviceTensor input = DeviceTensor.of(x);
        try (DeviceBuffer inverses = memory.allocate((long) t * Sizeof.FLOAT)) {
            launcher.launch(
                    CudaKernel.RMS_NORM_BACKWARD,
                    Grid.ofRows(t),
                    DeviceTensor.of(dX),
                    inverses,
                    dY,
                    input,
                    DeviceTensor.of(weight),
                    epsilon,
                    t,
                    c);
            launcher.launch(
                    CudaKernel.RMS_NORM_BACKWARD_WEIGHT,
                    Grid.ofElements(c),
                    DeviceTensor.of(dWeight),
                    dY,
                    input,
                    inverses,
                    t,
                    c);
        }
    }

    @Override
    public void rotary(
            Tensor x, Tensor cosSin, int[] positions, int heads, int d, boolean inverse) {
        Shapes.rotary(x, cosSin, positions, heads, d);
        int pairs = Math.multiplyExact(positions.length, heads) * (d / 2);
        try (DeviceBuffer places = memory.of(positions)) {
            launcher.launch(
                    CudaKernel.ROTARY,
                    Grid.ofElements(pairs),
                    DeviceTensor.of(x),
                    DeviceTensor.of(cosSin),
                    places,
                    inverse ? -1f : 1f,
                    heads,
                    d,
                    pairs);
        }
    }

    @Override
    public void swiGlu(Tensor out, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGlu", out, gate, up);
        elements(
                CudaKernel.SWI_GLU,
                out,
                DeviceTensor.of(out),
                DeviceTensor.of(gate),
                DeviceTensor.of(up));
    }

    @Override
    public void swiGluBackward(Tensor dGate, Tensor dUp, Tensor dOut, Tensor gate, Tensor up) {
        Shapes.swiGlu("swiGluBackward", dGate, gate, up);
        Shapes.swiGlu("swiGluBackward", dUp, dOut, up);
        elements(
                CudaKernel.SWI_GLU_BACKWARD,
                gate,
                DeviceTensor.of(dGate),
                DeviceTensor.of(dUp),
                DeviceTensor.of(dOut),
                DeviceTensor.of(gate),
                DeviceTensor.of(up));
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
        attention.forward(out, q, k, v, new CudaAttention.Keys(firstKey, lastKey), shape);
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
        attention.backward(
                new CudaAttention.Gradients(dQ, dK, dV, dOut),
                q,
                k,
                v,
                new CudaAttention.Keys(firstKey, lastKey),
                shape);
    }

    @Override
    public void logProbs(
            Tensor out, Tensor logits, int[] targets, int v, float inverseTemperature) {
        Shapes.loss("logProbs", out, logits, targets, v);
        Shapes.indices("logProbs", "targets", targets, v);
        losses.logProbs(
                DeviceTensor.of(out), DeviceTensor.of(logits), targets, v, inverseTemperature);
    }

    @Override
    public void sample(
            int[] tokens, float[] logProbs, Tensor logits, List<TokenDraw> draws, int v) {
        Shapes.sample(tokens, logProbs, logits, draws, v);
        this.draws.sample(tokens, logProbs, DeviceTensor.of(logits), draws, v);
    }

    @Override
    public void crossEntropy(Tensor result, Tensor logits, int[] targets, float[] weights, int v) {
        Shapes.loss("crossEntropy", result, logits, targets, v);
        Shapes.crossEntropy(targets, weights, v);
        losses.crossEntropy(DeviceTensor.of(result), DeviceTensor.of(logits), targets, weights, v);
    }

    @Override
    public void groupAdvantages(
            Tensor advantages,
            Tensor calibrated,
            Tensor rewards,
            GroupShape shape,
            AdvantageRule rule) {
        Shapes.groups(advantages, calibrated, rewards, shape);
        groups.advantages(
                DeviceTensor.of(advantages),
                DeviceTensor.of(calibrated),
                DeviceTensor.of(rewards),
                shape,
                rule);
    }

    @Override
    public void policyLoss(
            Tensor measures, Tensor logits, PolicyTokens tokens, PolicyRule rule, int v) {
        Shapes.policyLoss(measures, logits, tokens, v);
        losses.policyLoss(DeviceTensor.of(measures), DeviceTensor.of(logits), tokens, rule, v);
    }

    @Override
    public void policyLossOfHidden(
            Tensor measures,
            Tensor dHidden,
            Tensor dMatrix,
            Tensor hidden,
            OutputLayer layer,
            PolicyTokens tokens,
            PolicyRule rule,
            Tensor scratch) {
        if (!products.takesHalves()) {
            TensorOps.super.policyLossOfHidden(
                    measures, dHidden, dMatrix, hidden, layer, tokens, rule, scratch);
            return;
        }
        Shapes.policyLossOfHidden(measures, dHidden, hidden, layer, tokens, scratch);
        new HalfOutputs(launcher, losses)
                .policyLoss(measures, dHidden, dMatrix, hidden, layer, tokens, rule, scratch);
    }

    @Override
    public void together(Runnable operations) {
        if (products.canGoTogether()) {
            device.together(operations);
        } else {
            operations.run();
        }
    }

    @Override
    public double sumOfSquares(Tensor x) {
        try (DeviceBuffer result = memory.allocate(Sizeof.DOUBLE)) {
            launcher.launch(
                    CudaKernel.SUM_OF_SQUARES,
                    Grid.ofBlocks(1, Launcher.THREADS),
                    result,
                    DeviceTensor.of(x),
                    x.size());
            return memory.downloadDouble(result);
        }
    }

    @Override
    public void adamW(
            Tensor parameter, Tensor gradient, Tensor first, Tensor second, AdamWStep step) {
        Shapes.adamW(parameter, gradient, first, second);
        elements(
                CudaKernel.ADAM_W,
                parameter,
                DeviceTensor.of(parameter),
                DeviceTensor.of(gradient),
                DeviceTensor.of(first),
                DeviceTensor.of(second),
                step.gradientScale(),
                step.beta1(),
                step.beta2(),
                step.epsilon(),
                step.correctedRate(),
                step.secondCorrection(),
                step.kept());
    }

    @Override
    public void close() {
        device.synchronize();
    }
}
