package org.colloquy.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Hugging Face's {@code config.json} of a {@link Family}. What it asks for and cannot be run is
 * refused by the field's name; what a file leaves out has Hugging Face's value.
 */
final class ConfigFile {

    static final String FILE = "config.json";

    private static final int DEFAULT_MISTRAL_WINDOW = 4096;

    private final String file;
    private final JsonNode tree;

    private ConfigFile(String file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    static byte[] bytes(TransformerConfig config, Tokenizer tokenizer) {
        Family family = config.variant().family();
        ObjectNode tree = JsonFiles.object();
        tree.putArray("architectures").add(family.architecture());
        tree.put("model_type", family.modelType());
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
        putVariant(tree, config.variant());
        tokenizer.begin().ifPresent(id -> tree.put("bos_token_id", id));
        tree.put("eos_token_id", tokenizer.end());
        return JsonFiles.lines(tree);
    }

    private static void putVariant(ObjectNode tree, Variant variant) {
        switch (variant.family()) {
            case LLAMA -> {
                tree.put("attention_bias", false);
                tree.put("mlp_bias", false);
            }
            case MISTRAL -> {
                tree.putNull("sliding_window");
                variant.slidingWindow().ifPresent(window -> tree.put("sliding_window", window));
            }
            case QWEN2 -> tree.put("use_sliding_window", false);
            case QWEN3 -> {
                tree.put("attention_bias", false);
                tree.put("use_sliding_window", false);
            }
        }
        switch (variant.ropeScaling()) {
            case RopeScaling.None none -> {}
            case RopeScaling.Linear linear ->
                    tree.putObject("rope_scaling")
                            .put("rope_type", "linear")
                            .put("factor", linear.factor());
            case RopeScaling.Llama3 llama3 ->
                    tree.putObject("rope_scaling")
                            .put("rope_type", "llama3")
                            .put("factor", llama3.factor())
                            .put("low_freq_factor", llama3.lowFrequency())
                            .put("high_freq_factor", llama3.highFrequency())
                            .put("original_max_position_embeddings", llama3.learnedPositions());
        }
    }

    static TransformerConfig read(String file, byte[] content) throws ModelFileException {
        try {
            return new ConfigFile(file, JsonFiles.read(file, content)).config();
        } catch (IllegalArgumentException unusable) {
            throw new ModelFileException(file, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private TransformerConfig config() throws ModelFileException {
        Family family = family();
        refuseOthers(tree, "hidden_act", "silu");
        refuseOthers(tree, "attention_bias", "false");
        refuseOthers(tree, "mlp_bias", "false");
        refuseOthers(tree, "rope_interleaved", "false");
        refuseOthers(tree, "use_sliding_window", "false");
        refuseOthers(tree, "quantization_config", "null");
        refuseFraction(tree, "partial_rotary_factor");
        int width = size("hidden_size", OptionalInt.empty());
        int heads = size("num_attention_heads", OptionalInt.empty());
        OptionalInt equalShare = OptionalInt.of(width / Math.max(1, heads));
        boolean plain = family == Family.LLAMA || tree.has("num_key_value_heads");
        boolean shares = family != Family.QWEN3 || tree.has("head_dim");
        Variant variant = new Variant(family, ropeScaling(), slidingWindow(family));
        return new TransformerConfig(
                size("vocab_size", OptionalInt.empty()),
                width,
                size("num_hidden_layers", OptionalInt.empty()),
                heads,
                size("num_key_value_heads", plain ? OptionalInt.of(heads) : OptionalInt.empty()),
                size("head_dim", shares ? equalShare : OptionalInt.empty()),
                size("intermediate_size", OptionalInt.empty()),
                ropeTheta(),
                (float) tree.path("rms_norm_eps").asDouble(1e-6),
                size("max_position_embeddings", OptionalInt.empty()),
                tree.path("tie_word_embeddings").asBoolean(false),
                variant);
    }

    private Family family() throws ModelFileException {
        JsonNode type = tree.path("model_type");
        Optional<Family> family = Family.of(type.asText());
        if (family.isEmpty()) {
            String all =
                    Arrays.stream(Family.values())
                            .map(Family::modelType)
                            .collect(Collectors.joining(", "));
            throw new ModelFileException(
                    file,
                    "model_type is %s; %s can be run"
                            .formatted(type.isMissingNode() ? "missing" : type, all));
        }
        return family.get();
    }

    /** Newer files keep the base and the scaling in one object. */
    private JsonNode ropeParameters() {
        JsonNode newer = tree.path("rope_parameters");
        return newer.isObject() ? newer : tree.path("rope_scaling");
    }

    private double ropeTheta() {
        JsonNode newer = tree.path("rope_parameters").path("rope_theta");
        return newer.isNumber() ? newer.asDouble() : tree.path("rope_theta").asDouble(10_000);
    }

    private RopeScaling ropeScaling() throws ModelFileException {
        JsonNode rope = ropeParameters();
        if (!rope.isObject()) {
            return new RopeScaling.None();
        }
        refuseFraction(rope, "partial_rotary_factor");
        String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
        return switch (type) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(number(rope, "factor"));
            case "llama3" ->
                    new RopeScaling.Llama3(
                            number(rope, "factor"),
                            number(rope, "low_freq_factor"),
                            number(rope, "high_freq_factor"),
                            (int) number(rope, "original_max_position_embeddings"));
            default ->
                    throw new ModelFileException(
                            file,
                            "rope_scaling's rope_type is %s; default, linear and llama3 can be run"
                                    .formatted(type));
        };
    }

    private OptionalInt slidingWindow(Family family) throws ModelFileException {
        for (JsonNode layer : tree.path("layer_types")) {
            boolean slides = layer.asText().equals("sliding_attention");
            if (!layer.asText().equals("full_attention") && !(slides && family == Family.MISTRAL)) {
                throw new ModelFileException(
                        file, "layer_types has %s; full_attention can be run".formatted(layer));
            }
        }
        JsonNode window = tree.path("sliding_window");
        if (family != Family.MISTRAL || window.isNull()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(size("sliding_window", OptionalInt.of(DEFAULT_MISTRAL_WINDOW)));
    }

    /** Only one value of this setting can be run; where it is missing, it has that value. */
    private void refuseOthers(JsonNode node, String key, String supported)
            throws ModelFileException {
        JsonNode value = node.path(key);
        if (!List.of("", "null", supported).contains(value.asText())) {
            throw new ModelFileException(
                    file, "%s is %s; only %s can be run".formatted(key, value, supported));
        }
        if (value.isContainerNode()) {
            throw new ModelFileException(
                    file, "%s is set; only %s can be run".formatted(key, supported));
        }
    }

    private void refuseFraction(JsonNode node, String key) throws ModelFileException {
        if (node.path(key).asDouble(1) != 1) {
            throw new ModelFileException(
                    file, "%s is %s; only 1 can be run".formatted(key, node.path(key)));
        }
    }

    private double number(JsonNode node, String key) throws ModelFileException {
        JsonNode value = node.path(key);
        if (!value.isNumber()) {
            throw new ModelFileException(
                    file,
                    "rope_scaling's %s must be a number, not %s"
                            .formatted(key, value.isMissingNode() ? "missing" : value));
        }
        return value.asDouble();
    }

    private int size(String key, OptionalInt otherwise) throws ModelFileException {
        JsonNode value = tree.path(key);
        if ((value.isMissingNode() || value.isNull()) && otherwise.isPresent()) {
            return otherwise.getAsInt();
        }
        if (!value.isInt()) {
            throw new ModelFileException(
                    file,
                    "%s must be a whole number, not %s"
                            .formatted(key, value.isMissingNode() ? "missing" : value));
        }
        return value.asInt();
    }
}
