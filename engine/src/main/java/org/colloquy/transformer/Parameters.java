package org.colloquy.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * All weights of one transformer, as named views of one flat tensor.
 *
 * <p>Matrices are stored (in, out), so that a forward pass is a plain product; the embedding is (V,
 * C). They stand first, norm weights and biases last, so that an update with and without weight
 * decay is one operation each. {@link AdamW} writes in place; {@link #copy} makes the version that
 * others may keep.
 */
public final class Parameters {

    /** What a weight is, which decides how it starts, whether it decays and how a file holds it. */
    public enum Kind {
        /** (V, C), also in a file. */
        EMBEDDING,
        /** (in, out); a file has (out, in). */
        LINEAR,
        /** A linear matrix that writes to the residual stream. */
        RESIDUAL,
        /** (1, C); a file has (C). */
        NORM,
        /** (1, C); a file has (C). */
        BIAS
    }

    /** One weight by its Hugging Face name, (rows, columns) as stored here. */
    public record Weight(String name, Kind kind, int rows, int columns, Tensor values) {}

    /** The weights of one block. */
    record Layer(
            Weight query, // (C, H*D)
            Weight key, // (C, G*D)
            Weight value, // (C, G*D)
            Weight output, // (H*D, C)
            Weight gate, // (C, F)
            Weight up, // (C, F)
            Weight down, // (F, C)
            Weight attentionNorm, // (C)
            Weight feedForwardNorm, // (C)
            Optional<Biases> biases,
            Optional<HeadNorms> headNorms) {}

    /** What is added to a block's queries, keys and values. */
    record Biases(
            Weight query, // (H*D)
            Weight key, // (G*D)
            Weight value // (G*D)
            ) {}

    /** The norms of each head's query and key. */
    record HeadNorms(
            Weight query, // (D)
            Weight key // (D)
            ) {}

    private final TransformerConfig config;
    private final Tensor flat;
    private final List<Weight> weights = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Weight embedding;
    private final Weight outputMatrix;
    private final Weight finalNorm;
    private final int decayedSize;
    private int allotted;

    private Parameters(TransformerConfig config, TensorOps ops) {
        this.config = config;
        flat = ops.allocate(size(config));
        int c = config.width();
        int f = config.feedForward();
        int hd = config.queryWidth();
        int gd = config.keyValueWidth();
        embedding = allot("model.embed_tokens.weight", Kind.EMBEDDING, config.vocabulary(), c);
        List<List<Weight>> matrices = new ArrayList<>();
        for (int l = 0; l < config.layers(); l++) {
            String layer = "model.layers." + l + ".";
            matrices.add(
                    List.of(
                            allot(layer + "self_attn.q_proj.weight", Kind.LINEAR, c, hd),
                            allot(layer + "self_attn.k_proj.weight", Kind.LINEAR, c, gd),
                            allot(layer + "self_attn.v_proj.weight", Kind.LINEAR, c, gd),
                            allot(layer + "self_attn.o_proj.weight", Kind.RESIDUAL, hd, c),
                            allot(layer + "mlp.gate_proj.weight", Kind.LINEAR, c, f),
                            allot(layer + "mlp.up_proj.weight", Kind.LINEAR, c, f),
                            allot(layer + "mlp.down_proj.weight", Kind.RESIDUAL, f, c)));
        }
        outputMatrix =
                config.tiedEmbeddings()
                        ? embedding
                        : allot("lm_head.weight", Kind.LINEAR, c, config.vocabulary());
        decayedSize = allotted;
        for (int l = 0; l < config.layers(); l++) {
            String layer = "model.layers." + l + ".";
            List<Weight> m = matrices.get(l);
            layers.add(
                    new Layer(
                            m.get(0),
                            m.get(1),
                            m.get(2),
                            m.get(3),
                            m.get(4),
                            m.get(5),
                            m.get(6),
                            allot(layer + "input_layernorm.weight", Kind.NORM, 1, c),
                            allot(layer + "post_attention_layernorm.weight", Kind.NORM, 1, c),
                            biases(layer + "self_attn."),
                            headNorms(layer + "self_attn.")));
        }
        finalNorm = allot("model.norm.weight", Kind.NORM, 1, c);
    }

    private Optional<Biases> biases(String attention) {
        if (!config.variant().family().biases()) {
            return Optional.empty();
        }
        int hd = config.queryWidth();
        int gd = config.keyValueWidth();
        return Optional.of(
                new Biases(
                        allot(attention + "q_proj.bias", Kind.BIAS, 1, hd),
                        allot(attention + "k_proj.bias", Kind.BIAS, 1, gd),
                        allot(attention + "v_proj.bias", Kind.BIAS, 1, gd)));
    }

    private Optional<HeadNorms> headNorms(String attention) {
        if (!config.variant().family().headNorms()) {
            return Optional.empty();
        }
        int d = config.headWidth();
        return Optional.of(
                new HeadNorms(
                        allot(attention + "q_norm.weight", Kind.NORM, 1, d),
                        allot(attention + "k_norm.weight", Kind.NORM, 1, d)));
    }

    /** All zeros: to be filled from a file, or to hold gradients and moments. */
    public static Parameters zeros(TransformerConfig config, TensorOps ops) {
        return new Parameters(config, ops);
    }

    /**
     * The start of training, a pure function of the seed and each weight's name: normal with
     * deviation 1/sqrt(C) for the embedding and 1/sqrt(in) for matrices, those that write to the
     * residual stream divided by sqrt(2 * layers) as in GPT-2; norms are one, biases zero.
     */
    public static Parameters initial(TransformerConfig config, long seed, TensorOps ops) {
        Parameters parameters = new Parameters(config, ops);
        for (Weight weight : parameters.weights) {
            double deviation =
                    switch (weight.kind()) {
                        case EMBEDDING -> 1 / Math.sqrt(config.width());
                        case LINEAR -> 1 / Math.sqrt(weight.rows());
                        case RESIDUAL -> 1 / Math.sqrt(2.0 * weight.rows() * config.layers());
                        case NORM, BIAS -> 0;
                    };
            float[] values = new float[weight.values().size()];
            long key = CounterRandom.key(seed, weight.name());
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        weight.kind() == Kind.NORM
                                ? 1
                                : (float) (deviation * CounterRandom.gaussian(key, i));
            }
            ops.upload(weight.values(), values);
        }
        return parameters;
    }

    /** A version of its own that later updates of this one do not reach. */
    public Parameters copy(TensorOps ops) {
        Parameters copy = new Parameters(config, ops);
        ops.copy(copy.flat, flat);
        return copy;
    }

    public TransformerConfig config() {
        return config;
    }

    /**
     * Number of floats of a model of these sizes.
     *
     * @throws IllegalArgumentException if they are more than one tensor holds
     */
    public static int size(TransformerConfig config) {
        long c = config.width();
        long hd = config.queryWidth();
        long gd = config.keyValueWidth();
        Family family = config.variant().family();
        long attention = 2 * c * hd + 2 * c * gd;
        long extra =
                (family.biases() ? hd + 2 * gd : 0)
                        + (family.headNorms() ? 2L * config.headWidth() : 0);
        long block = attention + 3 * c * config.feedForward() + 2 * c + extra;
        long tables = (config.tiedEmbeddings() ? 1 : 2) * c * config.vocabulary();
        long size = config.layers() * block + tables + c;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a model of %d weights is too large: at most %d fit here; use a smaller one, or a GGUF file with provider llama.cpp"
                            .formatted(size, Integer.MAX_VALUE - 8));
        }
        return (int) size;
    }

    /** Every weight, matrices first. */
    public List<Weight> weights() {
        return List.copyOf(weights);
    }

    /** All weights as one run. */
    public Tensor flat() {
        return flat;
    }

    /** The matrices and the embedding: what weight decay reaches. */
    public Tensor decayed() {
        return flat.slice(0, decayedSize);
    }

    /** The norm weights and biases. */
    public Tensor undecayed() {
        return flat.slice(decayedSize, flat.size() - decayedSize);
    }

    Tensor embedding() { // (V, C)
        return embedding.values();
    }

    Tensor outputMatrix() { // (C, V), or the embedding (V, C) when tied
        return outputMatrix.values();
    }

    Weight finalNorm() { // (C)
        return finalNorm;
    }

    Layer layer(int index) {
        return layers.get(index);
    }

    private Weight allot(String name, Kind kind, int rows, int columns) {
        int size = rows * columns;
        Weight weight = new Weight(name, kind, rows, columns, flat.slice(allotted, size));
        allotted += size;
        weights.add(weight);
        return weight;
    }
}
