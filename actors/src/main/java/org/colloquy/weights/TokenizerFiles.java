package org.colloquy.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.colloquy.transformer.ModelFileException;

/**
 * The files of a folder that belong to its tokenizer, and what they say of special tokens.
 *
 * @param place for errors
 * @param content by name
 * @param endIds that config.json and generation_config.json call ends of a text
 */
record TokenizerFiles(
        String place,
        SortedMap<String, byte[]> content,
        SortedMap<String, JsonNode> trees,
        TreeSet<Integer> endIds) {

    static final String TOKENIZER = "tokenizer.json";

    private static final String CONFIG = "tokenizer_config.json";
    private static final String SPECIAL = "special_tokens_map.json";
    private static final String GENERATION = "generation_config.json";
    private static final String TEMPLATE = "chat_template.jinja";
    private static final String ENDS = "eos_token_id";
    private static final List<String> KEPT =
            List.of(
                    TOKENIZER,
                    CONFIG,
                    SPECIAL,
                    GENERATION,
                    TEMPLATE,
                    "added_tokens.json",
                    "merges.txt",
                    "tokenizer.model",
                    "vocab.json");
    private static final long MOST_BYTES = 256L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    TokenizerFiles {
        content = Collections.unmodifiableSortedMap(content);
    }

    static TokenizerFiles read(Path folder) throws IOException {
        SortedMap<String, byte[]> content = new TreeMap<>();
        SortedMap<String, JsonNode> trees = new TreeMap<>();
        for (String name : KEPT) {
            if (Files.exists(folder.resolve(name))) {
                content.put(name, bytes(folder.resolve(name)));
            }
        }
        for (String name : List.of(TOKENIZER, CONFIG, SPECIAL, GENERATION)) {
            byte[] own = content.get(name);
            trees.put(name, own == null ? JSON.createObjectNode() : tree(folder, name, own));
        }
        Path config = folder.resolve("config.json");
        JsonNode model =
                Files.exists(config)
                        ? tree(folder, "config.json", bytes(config))
                        : JSON.createObjectNode();
        TreeSet<Integer> ends = new TreeSet<>();
        for (JsonNode one : List.of(model, trees.getOrDefault(GENERATION, model))) {
            JsonNode ids = one.path(ENDS);
            if (ids.isInt()) {
                ends.add(ids.asInt());
            }
            ids.forEach(id -> ends.add(id.asInt()));
        }
        if (!content.containsKey(GENERATION) && ends.size() > 1) {
            content.put(GENERATION, generation(ends));
        }
        return new TokenizerFiles(folder.toString(), content, trees, ends);
    }

    /** Keeps the ends when config.json is written anew. */
    private static byte[] generation(TreeSet<Integer> ends) {
        ObjectNode tree = JSON.createObjectNode();
        ends.forEach(tree.putArray(ENDS)::add);
        return (tree + "\n").getBytes(StandardCharsets.UTF_8);
    }

    JsonNode tree(String name) {
        return trees.getOrDefault(name, JSON.missingNode());
    }

    JsonNode tokenizer() {
        return tree(TOKENIZER);
    }

    String text() {
        return new String(content.getOrDefault(TOKENIZER, new byte[0]), StandardCharsets.UTF_8);
    }

    /** A special token's text by its role, such as {@code eos_token}. */
    Optional<String> special(String role) {
        for (String name : List.of(CONFIG, SPECIAL)) {
            JsonNode node = tree(name).path(role);
            JsonNode text = node.isObject() ? node.path("content") : node;
            if (text.isTextual()) {
                return Optional.of(text.asText());
            }
        }
        return Optional.empty();
    }

    /** The chat template, from a file of its own or from the tokenizer's settings. */
    Optional<String> chatTemplate() {
        byte[] own = content.get(TEMPLATE);
        if (own != null) {
            return Optional.of(new String(own, StandardCharsets.UTF_8));
        }
        JsonNode node = tree(CONFIG).path("chat_template");
        for (JsonNode named : node) {
            if (named.path("name").asText().equals("default")) {
                return Optional.of(named.path("template").asText());
            }
        }
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** Where {@link #chatTemplate} stands, for errors. */
    String templatePlace() {
        return content.containsKey(TEMPLATE)
                ? place + "/" + TEMPLATE
                : place + "/" + CONFIG + ": chat_template";
    }

    ModelFileException problem(String reason) {
        return new ModelFileException(place + "/" + TOKENIZER, reason);
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new ModelFileException(file.toString(), "more than 256 MiB, no tokenizer's file");
        }
        return Files.readAllBytes(file);
    }

    private static JsonNode tree(Path folder, String name, byte[] content) throws IOException {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(
                    folder.resolve(name).toString(), malformed.getOriginalMessage(), malformed);
        }
    }
}
