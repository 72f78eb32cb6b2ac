package org.colloquy.transformer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.colloquy.tensor.TensorOps;

/**
 * A model as Hugging Face keeps it: {@code config.json}, {@code model.safetensors} (or several of
 * them with an index) and the tokenizer's files, in a folder or among the class path's builtin
 * ones, whose tokenizer is a {@code vocab.json} of words.
 *
 * <p>Equal models give equal bytes.
 */
public final class ModelFolder {

    /** What stands before the name of a model on the class path. */
    public static final String BUILTIN = "builtin:";

    private static final String RESOURCES = "/org/colloquy/builtin/";

    /** Holds the weights. */
    public static final String WEIGHTS = WeightFiles.SINGLE;

    /**
     * A model read from its files.
     *
     * @param weightsSha256 of the weights' files, in hexadecimal
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
        try (WeightFiles weights = WeightFiles.open(folder)) {
            Path config = folder.resolve(ConfigFile.FILE);
            TransformerConfig sizes =
                    ConfigFile.read(config.toString(), Files.readAllBytes(config));
            return model(sizes, tokenizer(folder), weights, place, ops);
        } catch (NoSuchFileException missing) {
            throw new ModelFileException(
                    missing.getFile(),
                    "no such file; a model's folder holds %s, %s and a tokenizer (%s)"
                            .formatted(
                                    ConfigFile.FILE,
                                    WEIGHTS,
                                    Stream.concat(
                                                    formats().map(TokenizerFormat::file),
                                                    Stream.of(WordTokenizer.FILE))
                                            .collect(Collectors.joining(" or "))),
                    missing);
        }
    }

    /** Other tools' tokenizers first: their folders may have a vocab.json of another kind. */
    private static Tokenizer tokenizer(Path folder) throws IOException {
        Optional<TokenizerFormat> format =
                formats().filter(one -> Files.exists(folder.resolve(one.file()))).findFirst();
        if (format.isPresent()) {
            return format.get().read(folder);
        }
        Path words = folder.resolve(WordTokenizer.FILE);
        return WordTokenizer.read(words.toString(), Files.readAllBytes(words));
    }

    private static Stream<TokenizerFormat> formats() {
        return ServiceLoader.load(TokenizerFormat.class).stream().map(ServiceLoader.Provider::get);
    }

    /** Whether the place names a model on the class path. */
    public static boolean isBuiltin(String place) {
        return place.matches(BUILTIN + "[a-z0-9-]+");
    }

    /** Reads no more of a builtin model than its tokenizer. */
    public static Tokenizer builtinTokenizer(String place) throws IOException {
        String root = RESOURCES + place.substring(BUILTIN.length()) + "/";
        String name = WordTokenizer.FILE;
        return WordTokenizer.read(place + "/" + name, resource(place, root, name));
    }

    /** Writes a model's files; each appears whole or not at all. */
    public static void write(Path folder, Parameters parameters, Tokenizer tokenizer, TensorOps ops)
            throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : files(parameters, tokenizer, ops).entrySet()) {
            put(folder, file.getKey(), file.getValue());
        }
    }

    /** The bytes of a model's files, by name. */
    public static SortedMap<String, byte[]> files(
            Parameters parameters, Tokenizer tokenizer, TensorOps ops) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(WEIGHTS, weights(parameters, ops));
        files.putAll(tokenizer.files());
        files.put(ConfigFile.FILE, ConfigFile.bytes(parameters.config(), tokenizer));
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
        try (WeightFiles weights =
                WeightFiles.of(
                        Safetensors.of(place + "/" + WEIGHTS, resource(place, root, WEIGHTS)))) {
            String config = ConfigFile.FILE;
            TransformerConfig sizes =
                    ConfigFile.read(place + "/" + config, resource(place, root, config));
            return model(sizes, builtinTokenizer(place), weights, place, ops);
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
            TransformerConfig sizes,
            Tokenizer tokenizer,
            WeightFiles weights,
            String place,
            TensorOps ops)
            throws IOException {
        if (tokenizer.size() > sizes.vocabulary()) {
            throw new ModelFileException(
                    place,
                    "the tokenizer has %d tokens, but config.json says vocab_size %d"
                            .formatted(tokenizer.size(), sizes.vocabulary()));
        }
        Parameters parameters = zeros(sizes, weights, place, ops);
        Set<String> unused = new TreeSet<>(weights.tensors());
        for (Parameters.Weight weight : parameters.weights()) {
            float[] stored = weights.floats(weight.name(), fileShape(weight));
            ops.upload(
                    weight.values(),
                    isTransposed(weight)
                            ? transposed(stored, weight.columns(), weight.rows())
                            : stored);
            unused.remove(weight.name());
        }
        unused.removeIf(ModelFolder::mayGo);
        if (!unused.isEmpty()) {
            throw new ModelFileException(
                    place, "the weights hold tensors that no part of the model uses: " + unused);
        }
        return new Model(parameters, tokenizer, weights.sha256());
    }

    /** Allocates no more than the files can fill. */
    private static Parameters zeros(
            TransformerConfig sizes, WeightFiles weights, String place, TensorOps ops)
            throws ModelFileException {
        try {
            long asked = Parameters.size(sizes);
            if (asked * Short.BYTES > weights.bytes()) {
                throw new ModelFileException(
                        place,
                        "config.json asks for %d weights, but the files hold %d bytes of them"
                                .formatted(asked, weights.bytes()));
            }
            return Parameters.zeros(sizes, ops);
        } catch (IllegalArgumentException tooLarge) {
            throw new ModelFileException(place, String.valueOf(tooLarge.getMessage()), tooLarge);
        }
    }

    /** Frequencies that old files hold, which follow from config.json; a tied output matrix. */
    private static boolean mayGo(String tensor) {
        return tensor.endsWith(".rotary_emb.inv_freq") || tensor.equals("lm_head.weight");
    }

    private static void put(Path folder, String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isTransposed(Parameters.Weight weight) {
        return switch (weight.kind()) {
            case LINEAR, RESIDUAL -> true;
            case EMBEDDING, NORM, BIAS -> false;
        };
    }

    private static List<Integer> fileShape(Parameters.Weight weight) {
        return switch (weight.kind()) {
            case LINEAR, RESIDUAL -> List.of(weight.columns(), weight.rows());
            case EMBEDDING -> List.of(weight.rows(), weight.columns());
            case NORM, BIAS -> List.of(weight.columns());
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
