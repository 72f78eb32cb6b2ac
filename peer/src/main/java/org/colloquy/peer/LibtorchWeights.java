package org.colloquy.peer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.TransformerConfig;

/**
 * Our parameters in the order and form that {@code llama.py} names: matrices (out, in), what reads
 * the same input fused into one, the rotary pairs of queries and keys side by side.
 */
final class LibtorchWeights {

    private final TransformerConfig config;
    private final TensorOps ops;
    private final NDManager manager;
    private final Map<String, Parameters.Weight> weights;

    LibtorchWeights(Parameters parameters, TensorOps ops, NDManager manager) {
        if (!parameters.config().tiedEmbeddings()) {
            throw new IllegalArgumentException("llama.py's embedding is its output matrix");
        }
        config = parameters.config();
        this.ops = ops;
        this.manager = manager;
        weights =
                parameters.weights().stream()
                        .collect(Collectors.toMap(Parameters.Weight::name, Function.identity()));
    }

    NDList matrices() {
        NDList list = new NDList(owned(embedding()));
        for (int l = 0; l < config.layers(); l++) {
            String layer = "model.layers." + l + ".";
            list.add(
                    owned(
                            pairsTogether(matrix(layer + "self_attn.q_proj"), config.heads())
                                    .concat(
                                            pairsTogether(
                                                    matrix(layer + "self_attn.k_proj"),
                                                    config.keyValueHeads()))
                                    .concat(matrix(layer + "self_attn.v_proj"))));
            list.add(owned(matrix(layer + "self_attn.o_proj")));
            list.add(owned(matrix(layer + "mlp.gate_proj").concat(matrix(layer + "mlp.up_proj"))));
            list.add(owned(matrix(layer + "mlp.down_proj")));
        }
        return list;
    }

    NDList norms() {
        NDList list = new NDList();
        for (int l = 0; l < config.layers(); l++) {
            String layer = "model.layers." + l + ".";
            for (String norm : List.of("input_layernorm", "post_attention_layernorm")) {
                list.add(owned(values(layer + norm).squeeze(0)));
            }
        }
        list.add(owned(values("model.norm").squeeze(0)));
        return list;
    }

    /** (positions, D / 2, 2): cosine and sine. */
    NDArray rotary() {
        int half = config.headWidth() / 2;
        float[] table = new float[config.maximumPositions() * half * 2];
        int at = 0;
        for (int position = 0; position < config.maximumPositions(); position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * Math.pow(config.ropeTheta(), (double) -i / half);
                table[at++] = (float) Math.cos(angle);
                table[at++] = (float) Math.sin(angle);
            }
        }
        return manager.create(table, new Shape(config.maximumPositions(), half, 2)).duplicate();
    }

    private NDArray embedding() {
        return values("model.embed_tokens");
    }

    private NDArray matrix(String name) {
        return values(name).transpose();
    }

    /** (rows, columns) as stored here. */
    private NDArray values(String name) {
        Parameters.Weight weight = weights.get(name + ".weight");
        if (weight == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        float[] values = new float[weight.values().size()];
        ops.download(weight.values(), values);
        return manager.create(values, new Shape(weight.rows(), weight.columns()));
    }

    /** Rows of each head i, i + D/2 become neighbours, as complex multiplication wants them. */
    private NDArray pairsTogether(NDArray matrix, int heads) {
        long in = matrix.getShape().get(1);
        return matrix.reshape(heads, 2, config.headWidth() / 2, in)
                .transpose(0, 2, 1, 3)
                .reshape((long) heads * config.headWidth(), in);
    }

    /** In libtorch's own, aligned memory, row-major, which the fused AdamW takes for granted. */
    private NDArray owned(NDArray array) {
        return manager.create(array.toFloatArray(), array.getShape()).duplicate();
    }
}
