package org.colloquy.weights.gguf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.Tokenizer;
import org.colloquy.transformer.WordTokenizer;

/**
 * A tokenizer in llama.cpp's terms.
 *
 * <p>Byte-level BPE becomes theirs. Our words become tokens that llama.cpp finds in a text as they
 * stand, the longest first; what lies between them, such as spaces, belongs to no token and is left
 * out. So texts of our vocabulary get our ids, while what llama.cpp prints has no spaces.
 *
 * @param splitting llama.cpp's name of the way that a text is cut before merges
 */
record GgufTokenizer(
        Tokenizer tokenizer,
        String splitting,
        List<String> tokens,
        int[] types,
        List<String> merges,
        boolean begins,
        Optional<String> chatTemplate) {

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param places of the model's vocabulary; the tokenizer may fill fewer
     */
    static GgufTokenizer of(Tokenizer tokenizer, int places) throws ModelFileException {
        return tokenizer instanceof WordTokenizer words ? words(words) : bytes(tokenizer, places);
    }

    private static GgufTokenizer words(WordTokenizer words) {
        int[] types = new int[words.size()];
        for (int id = 0; id < types.length; id++) {
            types[id] =
                    switch (words.token(id)) {
                        case WordTokenizer.UNKNOWN -> UNKNOWN;
                        case WordTokenizer.PADDING, WordTokenizer.BEGIN, WordTokenizer.END ->
                                CONTROL;
                        default -> USER_DEFINED;
                    };
        }
        return new GgufTokenizer(
                words, "gpt-2", words.vocabulary(), types, List.of(), true, Optional.empty());
    }

    private static GgufTokenizer bytes(Tokenizer tokenizer, int places) throws ModelFileException {
        JsonNode tree = tree(tokenizer, "tokenizer.json");
        JsonNode settings = tree(tokenizer, "tokenizer_config.json");
        JsonNode model = tree.path("model");
        if (!model.path("type").asText().equals("BPE") || model.path("byte_fallback").asBoolean()) {
            throw problem(
                    "model is %s%s; only byte-level BPE can be written as GGUF"
                            .formatted(
                                    model.path("type"),
                                    model.path("byte_fallback").asBoolean()
                                            ? " with byte_fallback"
                                            : ""));
        }
        List<String> tokens = new ArrayList<>();
        int[] types = new int[places];
        for (int id = 0; id < places; id++) {
            String token = id < tokenizer.size() ? tokenizer.token(id) : "";
            tokens.add(token.isEmpty() ? "[PAD" + id + "]" : token);
            types[id] = token.isEmpty() ? UNUSED : NORMAL;
        }
        for (JsonNode added : tree.path("added_tokens")) {
            types[added.path("id").asInt()] =
                    added.path("special").asBoolean() ? CONTROL : USER_DEFINED;
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return new GgufTokenizer(
                tokenizer,
                splitting(tree),
                tokens,
                types,
                merges,
                begins(tokenizer),
                template(tokenizer, settings));
    }

    /** By the pattern that {@code pre_tokenizer} cuts with. */
    private static String splitting(JsonNode tree) throws ModelFileException {
        JsonNode cutting = tree.path("pre_tokenizer");
        String text = cutting.toString();
        String pattern = cutting.at("/pretokenizers/0/pattern/Regex").asText();
        if (cutting.path("type").asText().equals("ByteLevel")
                && cutting.path("use_regex").asBoolean(true)) {
            return "gpt-2";
        }
        if (text.contains("\"Digits\"") && text.contains("\"individual_digits\":true")) {
            return "smollm";
        }
        if (pattern.contains("(?i:'s|'t|'re") && pattern.contains("\\p{N}{1,3}")) {
            return "llama-bpe";
        }
        if (pattern.contains("(?i:'s|'t|'re") && pattern.contains("|\\p{N}|")) {
            return "qwen2";
        }
        throw problem(
                "pre_tokenizer is none of those of GPT-2, SmolLM, Llama 3 and Qwen 2: " + text);
    }

    /** Whether the tokenizer puts its first token before every text. */
    private static boolean begins(Tokenizer tokenizer) throws ModelFileException {
        String processor = tree(tokenizer, "tokenizer.json").path("post_processor").toString();
        return tokenizer.begin().isPresent()
                && processor.contains("\"" + tokenizer.token(tokenizer.begin().getAsInt()) + "\"");
    }

    private static Optional<String> template(Tokenizer tokenizer, JsonNode settings) {
        byte[] own = tokenizer.files().get("chat_template.jinja");
        if (own != null) {
            return Optional.of(new String(own, StandardCharsets.UTF_8));
        }
        JsonNode template = settings.path("chat_template");
        return template.isTextual() ? Optional.of(template.asText()) : Optional.empty();
    }

    void put(GgufWriter out) {
        out.put("tokenizer.ggml.model", "gpt2");
        out.put("tokenizer.ggml.pre", splitting);
        out.putTexts("tokenizer.ggml.tokens", tokens);
        out.putNumbers("tokenizer.ggml.token_type", types);
        out.putTexts("tokenizer.ggml.merges", merges);
        tokenizer.begin().ifPresent(id -> out.put("tokenizer.ggml.bos_token_id", id));
        out.put("tokenizer.ggml.eos_token_id", tokenizer.end());
        out.put("tokenizer.ggml.add_bos_token", begins);
        out.put("tokenizer.ggml.add_space_prefix", false);
        chatTemplate.ifPresent(template -> out.put("tokenizer.chat_template", template));
    }

    private static JsonNode tree(Tokenizer tokenizer, String name) throws ModelFileException {
        Map<String, byte[]> files = tokenizer.files();
        try {
            byte[] content = files.get(name);
            return content == null ? JSON.missingNode() : JSON.readTree(content);
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(name, malformed.getOriginalMessage(), malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ModelFileException problem(String reason) {
        return new ModelFileException("tokenizer.json", reason);
    }
}
