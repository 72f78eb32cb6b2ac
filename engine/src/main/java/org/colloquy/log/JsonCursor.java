package org.colloquy.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads one record's JSON front to back, strictly: the expected field, the expected kind of value,
 * nothing else. Every method leaves the cursor behind the value it read.
 */
final class JsonCursor implements AutoCloseable {

    private static final JsonFactory FACTORY = LogLimits.jsonFactory();

    private final byte[] bytes;
    private final int start;
    private final JsonParser parser;

    JsonCursor(byte[] bytes, int start, int length) throws IOException {
        this.bytes = bytes;
        this.start = start;
        this.parser = FACTORY.createParser(bytes, start, length);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    void openObject() {
        expect(JsonToken.START_OBJECT);
    }

    void closeObject() {
        expect(JsonToken.END_OBJECT);
    }

    void field(String name) {
        expect(JsonToken.FIELD_NAME);
        String found = text();
        if (!found.equals(name)) {
            throw new MalformedRecordException(
                    "field '" + found + "' where '" + name + "' must be");
        }
    }

    void openArray() {
        expect(JsonToken.START_ARRAY);
    }

    /** Steps to the array's next value or over its end; true if there is a value. */
    boolean another() {
        return advance() != JsonToken.END_ARRAY && hold();
    }

    /** Whether the next value is null, which is then passed. */
    boolean passNull() {
        return advance() == JsonToken.VALUE_NULL || !hold();
    }

    int integer() {
        expect(JsonToken.VALUE_NUMBER_INT);
        try {
            return parser.getIntValue();
        } catch (IOException e) {
            throw new MalformedRecordException("not a 32-bit number", e);
        }
    }

    long longInteger() {
        expect(JsonToken.VALUE_NUMBER_INT);
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw new MalformedRecordException("not a 64-bit number", e);
        }
    }

    double decimal() {
        expect(JsonToken.VALUE_NUMBER_FLOAT);
        return finite(Double.parseDouble(text()));
    }

    /** By the text, not through a double, which would round twice. */
    float shortDecimal() {
        expect(JsonToken.VALUE_NUMBER_FLOAT);
        return (float) finite(Float.parseFloat(text()));
    }

    boolean truth() {
        JsonToken token = advance();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new MalformedRecordException(token + " where true or false must be");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    String string() {
        expect(JsonToken.VALUE_STRING);
        return text();
    }

    /** The characters of the next value, an object, just as they stand. */
    String objectAsText() {
        expect(JsonToken.START_OBJECT);
        try {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
            return new String(bytes, start + from, to - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new MalformedRecordException(firstLine(e), e);
        }
    }

    void end() {
        if (advance() != JsonToken.NOT_AVAILABLE) {
            throw new MalformedRecordException("text after the record's end");
        }
    }

    private boolean held;

    private boolean hold() {
        held = true;
        return true;
    }

    private void expect(JsonToken wanted) {
        JsonToken token = advance();
        if (token != wanted) {
            throw new MalformedRecordException(token + " where " + wanted + " must be");
        }
    }

    /** The next token; NOT_AVAILABLE at the end of the text. */
    private JsonToken advance() {
        try {
            JsonToken token = held ? parser.currentToken() : parser.nextToken();
            held = false;
            return token == null ? JsonToken.NOT_AVAILABLE : token;
        } catch (IOException e) {
            throw new MalformedRecordException(firstLine(e), e);
        }
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw new MalformedRecordException(firstLine(e), e);
        }
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new MalformedRecordException("a number out of range");
        }
        return value;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("not JSON");
    }
}
