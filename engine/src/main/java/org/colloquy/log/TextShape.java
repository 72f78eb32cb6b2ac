package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Text; in binary its UTF-16 units as variable-length numbers, so that any string survives. */
enum TextShape implements Shape<String> {
    TEXT;

    @Override
    public void write(String value, CanonicalJson json) {
        json.string(value);
    }

    @Override
    public String read(JsonCursor json) {
        return json.string();
    }

    @Override
    public void write(String value, Output out) {
        KryoLengths.write(value.length(), out);
        for (int i = 0; i < value.length(); i++) {
            out.writeVarInt(value.charAt(i), true);
        }
    }

    @Override
    public String read(Input in) {
        char[] units = new char[KryoLengths.read(in)];
        for (int i = 0; i < units.length; i++) {
            int unit = in.readVarInt(true);
            if (unit < 0 || unit > Character.MAX_VALUE) {
                throw new MalformedRecordException("the character " + unit);
            }
            units[i] = (char) unit;
        }
        return new String(units);
    }
}
