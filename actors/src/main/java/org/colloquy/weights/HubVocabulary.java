package org.colloquy.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.colloquy.transformer.ModelFileException;

/** Tokens and ids of a {@code tokenizer.json}, with those that were added to its vocabulary. */
final class HubVocabulary {

    private static final int MOST_TOKENS = 1 << 24;

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> special = new ArrayList<>();

    HubVocabulary(TokenizerFiles files) throws ModelFileException {
        JsonNode vocabulary = files.tokenizer().path("model").path("vocab");
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            add(token.getKey(), token.getValue().asInt(-1), files);
        }
        for (int id = 0; vocabulary.isArray() && id < vocabulary.size(); id++) {
            add(vocabulary.get(id).path(0).asText(), id, files);
        }
        for (JsonNode token : files.tokenizer().path("added_tokens")) {
            String text = token.path("content").asText();
            add(text, token.path("id").asInt(-1), files);
            if (token.path("special").asBoolean() && !text.isEmpty()) {
                special.add(text);
            }
        }
        if (ids.isEmpty()) {
            throw files.problem("model.vocab has no tokens");
        }
    }

    private void add(String token, int id, TokenizerFiles files) throws ModelFileException {
        if (id < 0 || id >= MOST_TOKENS) {
            throw files.problem("token '%s' has the id %d".formatted(token, id));
        }
        while (tokens.size() <= id) {
            tokens.add("");
        }
        tokens.set(id, token);
        ids.put(token, id);
    }

    int size() {
        return tokens.size();
    }

    /** Empty for an id that no token has. */
    String token(int id) {
        if (id < 0 || id >= tokens.size()) {
            throw new IllegalArgumentException(
                    "token id %d is outside the vocabulary of %d".formatted(id, size()));
        }
        return tokens.get(id);
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Texts of tokens that are marks, such as an end. */
    List<String> special() {
        return special;
    }
}
