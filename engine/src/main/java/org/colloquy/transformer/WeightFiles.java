package org.colloquy.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The weights of one model: {@code model.safetensors}, or the several files that {@code
 * model.safetensors.index.json} names. All are mapped, none is read before it is asked for.
 */
final class WeightFiles implements AutoCloseable {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = SINGLE + ".index.json";

    private static final int MOST_SHARDS = 1000;

    private final String index;
    private final SortedMap<String, Safetensors> files = new TreeMap<>();
    private final Map<String, String> places = new TreeMap<>();

    private WeightFiles(String index) {
        this.index = index;
    }

    static WeightFiles of(Safetensors single) {
        WeightFiles weights = new WeightFiles(SINGLE);
        weights.files.put(SINGLE, single);
        return weights;
    }

    static WeightFiles open(Path folder) throws IOException {
        Path index = folder.resolve(INDEX);
        if (Files.exists(folder.resolve(SINGLE)) || !Files.exists(index)) {
            return of(Safetensors.open(folder.resolve(SINGLE)));
        }
        ObjectNode tree = JsonFiles.read(index.toString(), Files.readAllBytes(index));
        WeightFiles weights = new WeightFiles(index.toString());
        try {
            for (Map.Entry<String, JsonNode> place : tree.path("weight_map").properties()) {
                weights.places.put(place.getKey(), place.getValue().asText());
            }
            for (String name : weights.names()) {
                weights.files.put(name, Safetensors.open(folder.resolve(name)));
            }
            return weights;
        } catch (IOException | RuntimeException failure) {
            weights.close();
            throw failure;
        }
    }

    /** The files' names, all of which lie in the folder itself. */
    private TreeSet<String> names() throws ModelFileException {
        TreeSet<String> names = new TreeSet<>(places.values());
        for (String name : names) {
            if (!name.matches("[\\w.-]+\\.safetensors")) {
                throw new ModelFileException(
                        index, "weight_map names the file '%s'".formatted(name));
            }
        }
        if (names.isEmpty() || names.size() > MOST_SHARDS) {
            throw new ModelFileException(
                    index,
                    "weight_map names %d files, not 1 to %d".formatted(names.size(), MOST_SHARDS));
        }
        return names;
    }

    /** The values of one tensor, row-major, which must have the given shape. */
    float[] floats(String tensor, List<Integer> shape) throws ModelFileException {
        if (places.isEmpty()) {
            return files.values().iterator().next().floats(tensor, shape);
        }
        Safetensors file = files.get(places.getOrDefault(tensor, ""));
        if (file == null) {
            throw new ModelFileException(index, "weight_map has no tensor named " + tensor);
        }
        return file.floats(tensor, shape);
    }

    /** The names of all tensors. */
    List<String> tensors() {
        List<String> all = new ArrayList<>();
        files.values().forEach(file -> all.addAll(file.names()));
        return all;
    }

    /** Bytes of all tensors. */
    long bytes() {
        return files.values().stream().mapToLong(Safetensors::dataBytes).sum();
    }

    /** SHA-256 in hexadecimal: of the file, or of the lines "digest name" of several. */
    String sha256() {
        if (files.size() == 1) {
            return files.values().iterator().next().sha256();
        }
        StringBuilder lines = new StringBuilder();
        files.forEach((name, file) -> lines.append(file.sha256() + " " + name + "\n"));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(digest.digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        files.values().forEach(Safetensors::close);
    }
}
