package org.colloquy.cuda;

import org.colloquy.cuda.CudaProducts.Kind;
import org.colloquy.cuda.CudaProducts.Sizes;
import org.colloquy.tensor.OutputLayer;
import org.colloquy.tensor.PolicyMeasure;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * The policy loss from hidden rows to their gradients with logits in bfloat16, of which scratch
 * memory holds two where it holds one float; sums are in f32.
 */
final class HalfOutputs {

    private final Launcher launcher;
    private final CudaLosses losses;

    HalfOutputs(Launcher launcher, CudaLosses losses) {
        this.launcher = launcher;
        this.losses = losses;
    }

    /** As {@link TensorOps#policyLossOfHidden}. */
    void policyLoss(
            Tensor allMeasures,
            Tensor allDHidden,
            Tensor dMatrix,
            Tensor allHidden,
            OutputLayer layer,
            PolicyTokens tokens,
            PolicyRule rule,
            Tensor room) {
        DeviceTensor measures = DeviceTensor.of(allMeasures);
        DeviceTensor dHidden = DeviceTensor.of(allDHidden);
        DeviceTensor hidden = DeviceTensor.of(allHidden);
        DeviceTensor scratch = DeviceTensor.of(room);
        int c = layer.width();
        int v = layer.vocabulary();
        int most = Math.max(1, (int) Math.min(Integer.MAX_VALUE, 2L * scratch.size() / v));
        for (int from = 0; from < tokens.size(); from += most) {
            int t = Math.min(most, tokens.size() - from);
            DeviceTensor rows = hidden.slice(from * c, t * c);
            DeviceTensor dRows = dHidden.slice(from * c, t * c);
            multiply(
                    CudaKernel.TENSOR_MATMUL_TO_BF16,
                    scratch,
                    rows,
                    DeviceTensor.of(layer.matrix()),
                    new Sizes(t, c, v),
                    layer.tied() ? Kind.TRANSPOSED_B : Kind.PLAIN,
                    false);
            losses.policyLossOfHalves(
                    measures.slice(from * PolicyMeasure.COUNT, t * PolicyMeasure.COUNT),
                    scratch,
                    tokens.range(from, from + t),
                    rule,
                    v);
            backward(dRows, DeviceTensor.of(dMatrix), rows, layer, scratch, t);
        }
    }

    private void backward(
            DeviceTensor dHidden,
            DeviceTensor dMatrix,
            DeviceTensor hidden,
            OutputLayer layer,
            DeviceTensor dLogits,
            int t) {
        int c = layer.width();
        int v = layer.vocabulary();
        DeviceTensor matrix = DeviceTensor.of(layer.matrix());
        if (layer.tied()) {
            multiply(
                    CudaKernel.TENSOR_MATMUL_OF_BF16,
                    dMatrix,
                    dLogits,
                    hidden,
                    new Sizes(v, t, c),
                    Kind.TRANSPOSED_A,
                    true);
            multiply(
                    CudaKernel.TENSOR_MATMUL_OF_BF16,
                    dHidden,
                    dLogits,
                    matrix,
                    new Sizes(t, v, c),
                    Kind.PLAIN,
                    false);
        } else {
            multiply(
                    CudaKernel.TENSOR_MATMUL_BY_BF16,
                    dMatrix,
                    hidden,
                    dLogits,
                    new Sizes(c, t, v),
                    Kind.TRANSPOSED_A,
                    true);
            multiply(
                    CudaKernel.TENSOR_MATMUL_OF_BF16,
                    dHidden,
                    dLogits,
                    matrix,
                    new Sizes(t, v, c),
                    Kind.TRANSPOSED_B,
                    false);
        }
    }

    private void multiply(
            CudaKernel kernel,
            DeviceTensor c,
            DeviceTensor a,
            DeviceTensor b,
            Sizes sizes,
            Kind kind,
            boolean adds) {
        CoreProducts.launch(launcher, kernel, c, a, b, sizes, kind, adds);
    }
}
