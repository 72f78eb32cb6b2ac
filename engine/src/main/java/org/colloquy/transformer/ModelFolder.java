package org.colloquy.transformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.tensor.TensorOps;

/**
 * A model as Hugging Face keeps it: {@code config.json}, {@code model.safetensors} and the
 * tokenizer's {@code vocab.json} (token to id), in a folder or among the class path's builtin ones.
 *
 * <p>Equal models give equal bytes.
 */
public final class ModelFolder {

    /** What stands before the name of a model on the class path. */
    public static final String BUILTIN = "builtin:";

    private static final String RESOURCES = "/org/colloquy/builtin/";
    private static final String CONFIG = "config.json";

    /** Holds the weights. */
    public static final String WEIGHTS = "model.safetensors";

    private static final String VOCABULARY = "vocab.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A model read from its files.
     *
     * @param weightsSha256 of model.safetensors, in hexadecimal
     */
    public record Model(Parameters parameters, Tokenizer tokenizer, String weightsSha256) {}

    private ModelFolder() {}

    /**
     * Reads a model.
     *
     * @param place {@code builtin:NAME} or a folder
     * @throws ModelFileException naming the file and what is wrong with it
     */
    public static Model read(String place, TensorOps ops) throws IOException {
        if (place.startsWith(BUILTIN)) {
            return readBuiltin(place, ops);
        }
        Path folder = Path.of(place);
        try (Safetensors weights = Safetensors.open(folder.resolve(WEIGHTS))) {
            return model(
                    file(folder, CONFIG),
                    Files.readAllBytes(folder.resolve(CONFIG)),
                    file(folder, VOCABULARY),
                    Files.readAllBytes(folder.resolve(VOCABULARY)),
                    weights,
                    ops);
        } catch (NoSuchFileException missing) {
            throw new ModelFileException(
                    missing.getFile(),
                    "no such file; a model's folder holds %s, %s and %s"
                            .formatted(CONFIG, WEIGHTS, VOCABULARY),
                    missing);
        }
    }

    /** Whether the place names a model on the class path. */
    public static boolean isBuiltin(String place) {
        return place.matches(BUILTIN + "[a-z0-9-]+");
    }

    /** Reads no more of a builtin model than its tokenizer. */
    public static Tokenizer builtinTokenizer(String place) throws IOException {
        String root = RESOURCES + place.substring(BUILTIN.length()) + "/";
        return tokenizer(place + "/" + VOCABULARY, resource(place, root, VOCABULARY));
    }

    /** Writes a model's three files; each appears whole or not at all. */
    public static void write(Path folder, Parameters parameters, Tokenizer tokenizer, TensorOps ops)
            throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files(parameters, tokenizer, ops).entrySet()) {
            put(folder, file.getKey(), file.getValue());
        }
    }

    /** The bytes of a model's three files, by name. */
    public static SortedMap<String, byte[]> files(
            Parameters parameters, Tokenizer tokenizer, TensorOps ops) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(WEIGHTS, weights(parameters, ops));
        files.put(VOCABULARY, vocabulary(tokenizer));
        files.put(CONFIG, LlamaConfig.bytes(parameters.config(), tokenizer));
        return files;
    }

    /** The bytes of model.safetensors. */
    public static byte[] weights(Parameters parameters, TensorOps ops) {
        List<Safetensors.Named> tensors = new ArrayList<>();
        for (Parameters.Weight weight : parameters.weights()) {
            float[] values = new float[weight.values().size()];
            ops.download(weight.values(), values);
            float[] stored =
                    isTransposed(weight)
                            ? transposed(values, weight.rows(), weight.columns())
                            : values;
            tensors.add(new Safetensors.Named(weight.name(), fileShape(weight), stored));
        }
        return Safetensors.bytes(tensors);
    }

    private static Model readBuiltin(String place, TensorOps ops) throws IOException {
        String name = place.substring(BUILTIN.length());
        String root = RESOURCES + name + "/";
        try (Safetensors weights =
                Safetensors.of(place + "/" + WEIGHTS, resource(place, root, WEIGHTS))) {
            return model(
                    place + "/" + CONFIG,
                    resource(place, root, CONFIG),
                    place + "/" + VOCABULARY,
                    resource(place, root, VOCABULARY),
                    weights,
                    ops);
        }
    }

    private static byte[] resource(String place, String root, String name) throws IOException {
        try (InputStream content = ModelFolder.class.getResourceAsStream(root + name)) {
            if (content == null) {
                throw new ModelFileException(
                        place, "no such builtin model: the class path has no " + root + name);
            }
            return content.readAllBytes();
        }
    }

    private static Model model(
            String configFile,
            byte[] config,
            String vocabularyFile,
            byte[] vocabulary,
            Safetensors weights,
            TensorOps ops)
            throws IOException {
        TransformerConfig sizes = LlamaConfig.read(configFile, config);
        Tokenizer tokenizer = tokenizer(vocabularyFile, vocabulary);
        if (tokenizer.size() != sizes.vocabulary()) {
            throw new ModelFileException(
                    vocabularyFile,
                    "%d tokens, but config.json says vocab_size %d"
                            .formatted(tokenizer.size(), sizes.vocabulary()));
        }
        Parameters parameters = Parameters.zeros(sizes, ops);
        for (Parameters.Weight weight : parameters.weights()) {
            float[] stored = weights.floats(weight.name(), fileShape(weight));
            ops.upload(
                    weight.values(),
                    isTransposed(weight)
                            ? transposed(stored, weight.columns(), weight.rows())
                            : stored);
        }
        return new Model(parameters, tokenizer, weights.sha256());
    }

    private static Tokenizer tokenizer(String file, byte[] content) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(file, malformed.getOriginalMessage(), malformed);
        }
        String[] tokens = new String[tree.size()];
        Arrays.fill(tokens, "");
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            int id = property.getValue().asInt(-1);
            if (id < 0 || id >= tokens.length || !tokens[id].isEmpty()) {
                throw new ModelFileException(
                        file,
                        "token '%s' has id %s; ids must be 0 to %d, each once"
                                .formatted(
                                        property.getKey(), property.getValue(), tokens.length - 1));
            }
            tokens[id] = property.getKey();
        }
        try {
            return new Tokenizer(List.of(tokens));
        } catch (IllegalArgumentException unusable) {
            throw new ModelFileException(file, String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static byte[] vocabulary(Tokenizer tokenizer) throws IOException {
        ObjectNode tree = JSON.createObjectNode();
        for (String token : tokenizer.vocabulary()) {
            tree.put(token, tree.size());
        }
        return LlamaConfig.lines(tree);
    }

    private static void put(Path folder, String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String file(Path folder, String name) {
        return folder.resolve(name).toString();
    }

    private static boolean isTransposed(Parameters.Weight weight) {
        return switch (weight.kind()) {
            case LINEAR, RESIDUAL -> true;
            case EMBEDDING, NORM -> false;
        };
    }

    private static List<Integer> fileShape(Parameters.Weight weight) {
        return switch (weight.kind()) {
            case LINEAR, RESIDUAL -> List.of(weight.columns(), weight.rows());
            case EMBEDDING -> List.of(weight.rows(), weight.columns());
            case NORM -> List.of(weight.columns());
        };
    }

    /** (rows, columns) to (columns, rows). */
    private static float[] transposed(float[] values, int rows, int columns) {
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }
}
