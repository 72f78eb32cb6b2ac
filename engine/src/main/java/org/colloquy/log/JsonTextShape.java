package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;

/** JSON within JSON as it is; in binary as text. */
final class JsonTextShape implements Shape<JsonText> {

    @Override
    public void write(JsonText value, CanonicalJson json) {
        byte[] utf8 = value.text().getBytes(StandardCharsets.UTF_8);
        json.raw(utf8, 0, utf8.length);
    }

    @Override
    public JsonText read(JsonCursor json) {
        return checked(json.objectAsText());
    }

    @Override
    public void write(JsonText value, Output out) {
        TextShape.TEXT.write(value.text(), out);
    }

    @Override
    public JsonText read(Input in) {
        return checked(TextShape.TEXT.read(in));
    }

    private static JsonText checked(String text) {
        try {
            return new JsonText(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        }
    }
}
