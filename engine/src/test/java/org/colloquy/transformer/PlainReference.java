package org.colloquy.transformer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A second rewriting of Hugging Face's modelling code, in plain double precision and straight from
 * the files' layout, that shares nothing with the engine but the weights: RMS norms (Zhang and
 * Sennrich 2019), rotary positions by halves (Su et al. 2021, {@code rotate_half}) with {@code
 * modeling_rope_utils}' scalings, grouped-query attention (Ainslie et al. 2023) and SwiGLU (Shazeer
 * 2020); Qwen 2's biases, Qwen 3's head norms, Mistral's window.
 */
final class PlainReference {

    private final TransformerConfig config;
    private final Map<String, double[][]> weights = new HashMap<>();

    /**
     * @param file the model's weights as a file holds them: matrices (out, in)
     */
    PlainReference(TransformerConfig config, Safetensors file) throws ModelFileException {
        this.config = config;
        int c = config.width();
        int h = config.heads() * config.headWidth();
        int g = config.keyValueHeads() * config.headWidth();
        int f = config.feedForward();
        matrix(file, "model.embed_tokens.weight", config.vocabulary(), c);
        if (!config.tiedEmbeddings()) {
            matrix(file, "lm_head.weight", config.vocabulary(), c);
        }
        vector(file, "model.norm.weight", c);
        for (int l = 0; l < config.layers(); l++) {
            String at = "model.layers." + l + ".";
            matrix(file, at + "self_attn.q_proj.weight", h, c);
            matrix(file, at + "self_attn.k_proj.weight", g, c);
            matrix(file, at + "self_attn.v_proj.weight", g, c);
            matrix(file, at + "self_attn.o_proj.weight", c, h);
            matrix(file, at + "mlp.gate_proj.weight", f, c);
            matrix(file, at + "mlp.up_proj.weight", f, c);
            matrix(file, at + "mlp.down_proj.weight", c, f);
            vector(file, at + "input_layernorm.weight", c);
            vector(file, at + "post_attention_layernorm.weight", c);
            if (config.variant().family() == Family.QWEN2) {
                vector(file, at + "self_attn.q_proj.bias", h);
                vector(file, at + "self_attn.k_proj.bias", g);
                vector(file, at + "self_attn.v_proj.bias", g);
            }
            if (config.variant().family() == Family.QWEN3) {
                vector(file, at + "self_attn.q_norm.weight", config.headWidth());
                vector(file, at + "self_attn.k_norm.weight", config.headWidth());
            }
        }
    }

    /** Logits (T, V) of one sequence. */
    double[][] logits(int... tokens) {
        double[][] x = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            x[t] = at("model.embed_tokens.weight")[tokens[t]].clone();
        }
        for (int l = 0; l < config.layers(); l++) {
            layer("model.layers." + l + ".", x);
        }
        String output = config.tiedEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight";
        double[][] logits = new double[tokens.length][];
        for (int t = 0; t < tokens.length; t++) {
            logits[t] = times(at(output), norm(x[t], at("model.norm.weight")[0]));
        }
        return logits;
    }

    private void layer(String at, double[][] x) {
        int count = x.length;
        double[][][] q = new double[count][][];
        double[][][] k = new double[count][][];
        double[][][] v = new double[count][][];
        for (int t = 0; t < count; t++) {
            double[] n = norm(x[t], at(at + "input_layernorm.weight")[0]);
            q[t] = heads(at + "self_attn.q_", n, config.heads(), t, true);
            k[t] = heads(at + "self_attn.k_", n, config.keyValueHeads(), t, true);
            v[t] = heads(at + "self_attn.v_", n, config.keyValueHeads(), t, false);
        }
        for (int t = 0; t < count; t++) {
            double[] attended = attend(q[t], k, v, t);
            add(x[t], times(at(at + "self_attn.o_proj.weight"), attended));
        }
        for (double[] row : x) {
            double[] n = norm(row, at(at + "post_attention_layernorm.weight")[0]);
            double[] gate = times(at(at + "mlp.gate_proj.weight"), n);
            double[] up = times(at(at + "mlp.up_proj.weight"), n);
            for (int i = 0; i < gate.length; i++) {
                gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
            }
            add(row, times(at(at + "mlp.down_proj.weight"), gate));
        }
    }

    private double[][] heads(String name, double[] n, int count, int position, boolean turned) {
        double[] flat = times(at(name + "proj.weight"), n);
        if (weights.containsKey(name + "proj.bias")) {
            add(flat, at(name + "proj.bias")[0]);
        }
        int d = config.headWidth();
        double[][] heads = new double[count][d];
        for (int head = 0; head < count; head++) {
            System.arraycopy(flat, head * d, heads[head], 0, d);
            if (weights.containsKey(name + "norm.weight")) {
                heads[head] = norm(heads[head], at(name + "norm.weight")[0]);
            }
            if (turned) {
                heads[head] = rotated(heads[head], position);
            }
        }
        return heads;
    }

    private double[] attend(double[][] q, double[][][] k, double[][][] v, int t) {
        int d = config.headWidth();
        int sharing = config.heads() / config.keyValueHeads();
        int window = config.variant().slidingWindow().orElse(Integer.MAX_VALUE);
        double[] out = new double[config.heads() * d];
        for (int head = 0; head < config.heads(); head++) {
            double[] weight = new double[t + 1];
            double total = 0;
            for (int s = 0; s <= t; s++) {
                boolean seen = t - s < window;
                weight[s] = seen ? Math.exp(dot(q[head], k[s][head / sharing]) / Math.sqrt(d)) : 0;
                total += weight[s];
            }
            for (int s = 0; s <= t; s++) {
                for (int i = 0; i < d; i++) {
                    out[head * d + i] += weight[s] / total * v[s][head / sharing][i];
                }
            }
        }
        return out;
    }

    private double[] rotated(double[] x, int position) {
        int half = x.length / 2;
        double[] result = new double[x.length];
        for (int i = 0; i < half; i++) {
            double angle = position * inverseFrequency(i, x.length);
            result[i] = x[i] * Math.cos(angle) - x[i + half] * Math.sin(angle);
            result[i + half] = x[i + half] * Math.cos(angle) + x[i] * Math.sin(angle);
        }
        return result;
    }

    /** Written as {@code _compute_llama3_parameters} has it: by wavelengths. */
    private double inverseFrequency(int i, int d) {
        double inverse = 1 / Math.pow(config.ropeTheta(), 2.0 * i / d);
        if (config.variant().ropeScaling() instanceof RopeScaling.Linear linear) {
            return inverse / linear.factor();
        }
        if (config.variant().ropeScaling() instanceof RopeScaling.Llama3 scaling) {
            double wavelength = 2 * Math.PI / inverse;
            double old = scaling.learnedPositions();
            if (wavelength > old / scaling.lowFrequency()) {
                return inverse / scaling.factor();
            }
            if (wavelength < old / scaling.highFrequency()) {
                return inverse;
            }
            double smooth =
                    (old / wavelength - scaling.lowFrequency())
                            / (scaling.highFrequency() - scaling.lowFrequency());
            return (1 - smooth) * inverse / scaling.factor() + smooth * inverse;
        }
        return inverse;
    }

    private double[] norm(double[] x, double[] weight) {
        double scale = 1 / Math.sqrt(dot(x, x) / x.length + config.rmsNormEpsilon());
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i] * scale * weight[i];
        }
        return result;
    }

    private static double[] times(double[][] matrix, double[] x) {
        double[] result = new double[matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            result[row] = dot(matrix[row], x);
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] x) {
        for (int i = 0; i < to.length; i++) {
            to[i] += x[i];
        }
    }

    private double[][] at(String name) {
        double[][] weight = weights.get(name);
        if (weight == null) {
            throw new IllegalStateException("no weight " + name);
        }
        return weight;
    }

    private void vector(Safetensors file, String name, int size) throws ModelFileException {
        keep(name, file.floats(name, List.of(size)), 1, size);
    }

    private void matrix(Safetensors file, String name, int rows, int columns)
            throws ModelFileException {
        keep(name, file.floats(name, List.of(rows, columns)), rows, columns);
    }

    private void keep(String name, float[] values, int rows, int columns) {
        double[][] kept = new double[rows][columns];
        for (int i = 0; i < values.length; i++) {
            kept[i / columns][i % columns] = values[i];
        }
        weights.put(name, kept);
    }
}
