package org.colloquy.weights.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.Family;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.RopeScaling;
import org.colloquy.transformer.TransformerConfig;

/**
 * A model of ours as a GGUF file, with its tokenizer: weights, sizes and names as llama.cpp's own
 * converter has them. Where llama.cpp turns neighbouring numbers of a head (Llama, Mistral), the
 * rows of queries and keys are put into that order.
 */
public final class GgufExport {

    /** How matrices are kept; norms and biases are always of 32 bits. */
    public enum Precision {
        F32,
        F16
    }

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("self_attn.q_proj", "attn_q"),
                    Map.entry("self_attn.k_proj", "attn_k"),
                    Map.entry("self_attn.v_proj", "attn_v"),
                    Map.entry("self_attn.o_proj", "attn_output"),
                    Map.entry("self_attn.q_norm", "attn_q_norm"),
                    Map.entry("self_attn.k_norm", "attn_k_norm"),
                    Map.entry("mlp.gate_proj", "ffn_gate"),
                    Map.entry("mlp.up_proj", "ffn_up"),
                    Map.entry("mlp.down_proj", "ffn_down"),
                    Map.entry("input_layernorm", "attn_norm"),
                    Map.entry("post_attention_layernorm", "ffn_norm"),
                    Map.entry("model.embed_tokens", "token_embd"),
                    Map.entry("model.norm", "output_norm"),
                    Map.entry("lm_head", "output"));
    private static final String LAYERS = "model.layers.";

    private final ModelFolder.Model model;
    private final TransformerConfig config;
    private final Precision precision;
    private final TensorOps ops;
    private final GgufWriter out = new GgufWriter();

    private GgufExport(ModelFolder.Model model, Precision precision, TensorOps ops) {
        this.model = model;
        config = model.parameters().config();
        this.precision = precision;
        this.ops = ops;
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @param name of the model, for those who read the file
     * @throws ModelFileException if llama.cpp has nothing that does what the model's tokenizer does
     */
    public static void write(
            Path file, String name, ModelFolder.Model model, Precision precision, TensorOps ops)
            throws IOException {
        GgufExport export = new GgufExport(model, precision, ops);
        export.settings(name);
        GgufTokenizer.of(model.tokenizer(), export.config.vocabulary()).put(export.out);
        export.tensors();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        export.out.write(part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void settings(String name) {
        String kind = architecture();
        out.put("general.architecture", kind);
        out.put("general.name", name);
        out.put("general.file_type", precision == Precision.F32 ? 0 : 1);
        out.put(kind + ".vocab_size", config.vocabulary());
        out.put(kind + ".context_length", context());
        out.put(kind + ".embedding_length", config.width());
        out.put(kind + ".block_count", config.layers());
        out.put(kind + ".feed_forward_length", config.feedForward());
        out.put(kind + ".attention.head_count", config.heads());
        out.put(kind + ".attention.head_count_kv", config.keyValueHeads());
        out.put(kind + ".attention.key_length", config.headWidth());
        out.put(kind + ".attention.value_length", config.headWidth());
        out.put(kind + ".attention.layer_norm_rms_epsilon", config.rmsNormEpsilon());
        out.put(kind + ".rope.dimension_count", config.headWidth());
        out.put(kind + ".rope.freq_base", (float) config.ropeTheta());
        if (config.variant().ropeScaling() instanceof RopeScaling.Linear linear) {
            out.put(kind + ".rope.scaling.type", "linear");
            out.put(kind + ".rope.scaling.factor", (float) linear.factor());
        }
    }

    private String architecture() {
        return switch (config.variant().family()) {
            case LLAMA, MISTRAL -> "llama";
            case QWEN2 -> "qwen2";
            case QWEN3 -> "qwen3";
        };
    }

    /** llama.cpp has no window for this architecture; within it, the window changes nothing. */
    private int context() {
        int window = config.variant().slidingWindow().orElse(Integer.MAX_VALUE);
        return Math.min(window, config.maximumPositions());
    }

    private void tensors() {
        if (config.variant().ropeScaling() instanceof RopeScaling.Llama3 scaling) {
            int half = config.headWidth() / 2;
            out.tensor(
                    "rope_freqs.weight",
                    List.of(half),
                    GgufWriter.Type.F32,
                    () -> frequencyDivisors(scaling, half));
        }
        for (Parameters.Weight weight : model.parameters().weights()) {
            boolean vector = weight.rows() == 1;
            boolean matrix = weight.kind() != Parameters.Kind.EMBEDDING && !vector;
            int outputs = matrix ? weight.columns() : weight.rows();
            int inputs = matrix ? weight.rows() : weight.columns();
            GgufWriter.Type type =
                    precision == Precision.F16 && !vector
                            ? GgufWriter.Type.F16
                            : GgufWriter.Type.F32;
            out.tensor(
                    name(weight.name()),
                    vector ? List.of(inputs) : List.of(outputs, inputs),
                    type,
                    () -> values(weight, matrix));
        }
    }

    private static String name(String ours) {
        int dot = ours.lastIndexOf('.');
        String part = ours.substring(0, dot);
        String prefix = "";
        if (part.startsWith(LAYERS)) {
            String[] rest = part.substring(LAYERS.length()).split("\\.", 2);
            prefix = "blk." + rest[0] + ".";
            part = rest[1];
        }
        String theirs = NAMES.get(part);
        if (theirs == null) {
            throw new IllegalStateException("GGUF has no name for " + ours);
        }
        return prefix + theirs + ours.substring(dot);
    }

    private float[] values(Parameters.Weight weight, boolean matrix) {
        float[] values = new float[weight.values().size()];
        ops.download(weight.values(), values);
        if (!matrix) {
            return values;
        }
        float[] turned = new float[values.length];
        for (int row = 0; row < weight.columns(); row++) {
            int source = sourceRow(weight, row);
            for (int column = 0; column < weight.rows(); column++) {
                turned[row * weight.rows() + column] = values[column * weight.columns() + source];
            }
        }
        return turned;
    }

    /** Pair i of a head is numbers i and i + D/2 here, numbers 2i and 2i + 1 in llama.cpp. */
    private int sourceRow(Parameters.Weight weight, int row) {
        Family family = config.variant().family();
        boolean pairs = family == Family.LLAMA || family == Family.MISTRAL;
        boolean turned = weight.name().contains(".q_proj.") || weight.name().contains(".k_proj.");
        if (!pairs || !turned) {
            return row;
        }
        int d = config.headWidth();
        int within = row % d;
        return row - within + within / 2 + within % 2 * (d / 2);
    }

    private float[] frequencyDivisors(RopeScaling scaling, int half) {
        float[] divisors = new float[half];
        for (int i = 0; i < half; i++) {
            double learned = Math.pow(config.ropeTheta(), -(double) i / half);
            divisors[i] = (float) (learned / scaling.scaled(learned));
        }
        return divisors;
    }
}
