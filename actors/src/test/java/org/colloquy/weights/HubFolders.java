package org.colloquy.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.Family;
import org.colloquy.transformer.ModelFolder;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.RopeScaling;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.TransformerConfig;
import org.colloquy.transformer.Variant;

/** Small folders as Hugging Face has them, with random weights and a byte-level tokenizer. */
public final class HubFolders {

    static final int TOKENS = 256 + 6;
    static final String END = "<|im_end|>";
    public static final String CHAT =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content']"
                    + " + '<|im_end|>' + '\n'}}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    public static final List<TransformerConfig> SHAPES =
            List.of(
                    config(true, Variant.of(Family.LLAMA)),
                    config(
                            false,
                            new Variant(
                                    Family.LLAMA,
                                    new RopeScaling.Llama3(8, 1, 4, 32),
                                    OptionalInt.empty())),
                    config(
                            false,
                            new Variant(Family.MISTRAL, new RopeScaling.None(), OptionalInt.of(9))),
                    config(true, Variant.of(Family.QWEN2)),
                    config(true, Variant.of(Family.QWEN3)));

    private static final ObjectMapper JSON = new ObjectMapper();

    private HubFolders() {}

    private static TransformerConfig config(boolean tied, Variant variant) {
        return new TransformerConfig(
                TOKENS + 2, 32, 2, 4, 2, 8, 48, 10_000, 1e-5f, 2048, tied, variant);
    }

    /** Initial weights, with norms that are not all one and biases that are not zero. */
    static Parameters parameters(TransformerConfig config, long seed, TensorOps ops) {
        Parameters parameters = Parameters.initial(config, seed, ops);
        float[] values = new float[parameters.undecayed().size()];
        ops.download(parameters.undecayed(), values);
        long key = CounterRandom.key(seed, "norms");
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.2 * CounterRandom.gaussian(key, i));
        }
        ops.upload(parameters.undecayed(), values);
        return parameters;
    }

    /** A folder of one file of 32-bit floats. */
    public static Parameters write(Path folder, TransformerConfig config, TensorOps ops)
            throws IOException {
        writeTokenizer(folder);
        Tokenizer tokenizer = new HubTokenizerFormat().read(folder);
        Parameters parameters = parameters(config, 7, ops);
        ModelFolder.write(folder, parameters, tokenizer, ops);
        return parameters;
    }

    /** {@code tokenizer.json} and what belongs to it, without a chat template. */
    static void writeTokenizer(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer().toPrettyString());
        ObjectNode settings = JSON.createObjectNode();
        settings.put("eos_token", END);
        settings.putObject("bos_token").put("content", "<|endoftext|>");
        Files.writeString(folder.resolve("tokenizer_config.json"), settings.toPrettyString());
    }

    /** Adds a chat template to a folder's tokenizer. */
    public static void setTemplate(Path folder, String template) throws IOException {
        Path file = folder.resolve("tokenizer_config.json");
        ObjectNode settings = (ObjectNode) JSON.readTree(Files.readString(file));
        settings.put("chat_template", template);
        Files.writeString(file, settings.toPrettyString());
    }

    /** GPT-2's alphabet of bytes, three merges, three special tokens. */
    private static ObjectNode tokenizer() {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("version", "1.0");
        tree.putNull("truncation").putNull("padding");
        ArrayNode added = tree.putArray("added_tokens");
        int id = 259;
        for (String special : List.of("<|im_start|>", END, "<|endoftext|>")) {
            ObjectNode token = added.addObject().put("id", id++).put("content", special);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        tree.putNull("normalizer");
        tree.set("pre_tokenizer", byteLevel());
        tree.putNull("post_processor");
        tree.set("decoder", byteLevel());
        ObjectNode model = tree.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int b = 0; b < 256; b++) {
            vocabulary.put(letter(b), b);
        }
        vocabulary.put("th", 256).put("the", 257).put(letter(' ') + "the", 258);
        ArrayNode merges = model.putArray("merges");
        merges.addArray().add("t").add("h");
        merges.addArray().add("th").add("e");
        merges.addArray().add(letter(' ')).add("the");
        return tree;
    }

    private static ObjectNode byteLevel() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    /** GPT-2's visible letter of a byte. */
    private static String letter(int b) {
        boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
        if (visible) {
            return Character.toString(b);
        }
        int rank = b <= 32 ? b : b <= 0xA0 ? b - 0x7F + 33 : 67;
        return Character.toString(256 + rank);
    }

    /** Writes the weights anew in half precision, in several files where asked for. */
    static void rewrite(Path folder, Parameters parameters, TensorOps ops, String dtype, int shards)
            throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        ObjectNode places = JSON.createObjectNode();
        List<Parameters.Weight> weights = parameters.weights();
        for (int shard = 0; shard < shards; shard++) {
            String name =
                    shards == 1
                            ? "model.safetensors"
                            : "model-0000%d-of-0000%d.safetensors".formatted(shard + 1, shards);
            ObjectNode header = JSON.createObjectNode();
            ByteBuffer data = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = shard; i < weights.size(); i += shards) {
                put(weights.get(i), dtype, header, data, ops);
                places.put(weights.get(i).name(), name);
            }
            byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
            ByteBuffer file =
                    ByteBuffer.allocate(8 + json.length + data.position())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(json.length)
                            .put(json)
                            .put(data.flip());
            Files.write(folder.resolve(name), file.array());
        }
        if (shards > 1) {
            ObjectNode index = JSON.createObjectNode();
            index.set("weight_map", places);
            Files.writeString(
                    folder.resolve("model.safetensors.index.json"), index.toPrettyString());
        }
    }

    private static void put(
            Parameters.Weight weight,
            String dtype,
            ObjectNode header,
            ByteBuffer data,
            TensorOps ops) {
        float[] values = new float[weight.values().size()];
        ops.download(weight.values(), values);
        boolean turned =
                Map.of("LINEAR", true, "RESIDUAL", true).getOrDefault(weight.kind().name(), false);
        ObjectNode entry = header.putObject(weight.name()).put("dtype", dtype);
        ArrayNode shape = entry.putArray("shape");
        int rows = weight.rows();
        int columns = weight.columns();
        if (turned) {
            shape.add(columns).add(rows);
        } else if (weight.kind() == Parameters.Kind.EMBEDDING) {
            shape.add(rows).add(columns);
        } else {
            shape.add(columns);
        }
        int from = data.position();
        for (int i = 0; i < values.length; i++) {
            float value = turned ? values[i % rows * columns + i / rows] : values[i];
            data.putShort(
                    dtype.equals("F16")
                            ? Float.floatToFloat16(value)
                            : (short) (Float.floatToRawIntBits(value) >>> 16));
        }
        entry.putArray("data_offsets").add(from).add(data.position());
    }
}
