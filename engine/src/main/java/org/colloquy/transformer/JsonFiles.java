package org.colloquy.transformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON of a model's folder. */
final class JsonFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFiles() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode read(String file, byte[] content) throws ModelFileException {
        try {
            if (JSON.readTree(content) instanceof ObjectNode tree) {
                return tree;
            }
        } catch (JsonProcessingException malformed) {
            throw new ModelFileException(file, malformed.getOriginalMessage(), malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        throw new ModelFileException(file, "no JSON object");
    }

    /** Indented, one line feed at each line's end on every system. */
    static byte[] lines(JsonNode tree) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        printer.indentObjectsWith(indenter);
        try {
            String text = JSON.writer(printer).writeValueAsString(tree) + "\n";
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
