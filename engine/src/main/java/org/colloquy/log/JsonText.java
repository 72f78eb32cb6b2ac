package org.colloquy.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * One JSON object on one line, kept as the text it is: written into a record and read out of it
 * unchanged, character for character.
 */
public record JsonText(String text) {

    public JsonText {
        if (text.length() > LogLimits.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("JSON of " + text.length() + " characters");
        }
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("JSON with a line break or control character");
        }
        requireOneObject(text);
    }

    private static void requireOneObject(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("JSON that is not an object");
            }
            parser.skipChildren();
            if (text.trim().length() != text.length() || parser.nextToken() != null) {
                throw new IllegalArgumentException("text around a JSON object");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static final JsonFactory FACTORY = LogLimits.jsonFactory();
}
