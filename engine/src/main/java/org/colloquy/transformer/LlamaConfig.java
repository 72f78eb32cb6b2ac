package org.colloquy.transformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Hugging Face's {@code config.json} of a Llama. */
final class LlamaConfig {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LlamaConfig() {}

    static byte[] bytes(TransformerConfig config, Tokenizer tokenizer) throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        tree.putArray("architectures").add("LlamaForCausalLM");
        tree.put("model_type", "llama");
        tree.put("torch_dtype", "float32");
        tree.put("vocab_size", config.vocabulary());
        tree.put("hidden_size", config.width());
        tree.put("num_hidden_layers", config.layers());
        tree.put("num_attention_heads", config.heads());
        tree.put("num_key_value_heads", config.keyValueHeads());
        tree.put("head_dim", config.headWidth());
        tree.put("intermediate_size", config.feedForward());
        tree.put("hidden_act", "silu");
        tree.put("rope_theta", config.ropeTheta());
        tree.put("rms_norm_eps", config.rmsNormEpsilon());
        tree.put("max_position_embeddings", config.maximumPositions());
        tree.put("tie_word_embeddings", config.tiedEmbeddings());
        tree.put("attention_bias", false);
        tree.put("mlp_bias", false);
        tree.put("bos_token_id", tokenizer.begin());
        tree.put("eos_token_id", tokenizer.end());
        return lines(tree);
    }

    /** Indented, one line feed at each line's end on every system. */
    static byte[] lines(JsonNode tree) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        String text = JSON.writer(printer).writeValueAsString(tree) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static TransformerConfig read(String file, byte[] content) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(file, malformed.getOriginalMessage(), malformed);
        }
        refuse(file, tree, "model_type", "llama");
        refuse(file, tree, "hidden_act", "silu");
        refuse(file, tree, "attention_bias", "false");
        refuse(file, tree, "mlp_bias", "false");
        refuse(file, tree, "rope_scaling", "null");
        int width = size(file, tree, "hidden_size", OptionalInt.empty());
        int heads = size(file, tree, "num_attention_heads", OptionalInt.empty());
        try {
            return new TransformerConfig(
                    size(file, tree, "vocab_size", OptionalInt.empty()),
                    width,
                    size(file, tree, "num_hidden_layers", OptionalInt.empty()),
                    heads,
                    size(file, tree, "num_key_value_heads", OptionalInt.of(heads)),
                    size(file, tree, "head_dim", OptionalInt.of(width / Math.max(1, heads))),
                    size(file, tree, "intermediate_size", OptionalInt.empty()),
                    tree.path("rope_theta").asDouble(10_000),
                    (float) tree.path("rms_norm_eps").asDouble(1e-6),
                    size(file, tree, "max_position_embeddings", OptionalInt.empty()),
                    tree.path("tie_word_embeddings").asBoolean(false));
        } catch (IllegalArgumentException unusable) {
            throw new ModelFileException(file, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    /** Only one value of this setting can be run; where it is missing, it has that value. */
    private static void refuse(String file, JsonNode tree, String key, String supported)
            throws ModelFileException {
        if (tree.has(key) && !tree.path(key).asText("null").equals(supported)) {
            throw new ModelFileException(
                    file, "%s is %s; only %s can be run".formatted(key, tree.path(key), supported));
        }
    }

    private static int size(String file, JsonNode tree, String key, OptionalInt otherwise)
            throws ModelFileException {
        JsonNode value = tree.path(key);
        if ((value.isMissingNode() || value.isNull()) && otherwise.isPresent()) {
            return otherwise.getAsInt();
        }
        if (!value.isInt()) {
            throw new ModelFileException(
                    file, "%s must be a whole number, not %s".formatted(key, value));
        }
        return value.asInt();
    }
}
