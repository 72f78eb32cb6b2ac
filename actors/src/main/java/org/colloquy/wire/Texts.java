package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;

/**
 * Text: its length, whether it is narrow, and then one byte for each character, or, if some do not
 * fit into a byte, its UTF-16 units as numbers, so that any string survives.
 */
final class Texts {

    static final Codec<String> CODEC = new Leaf<>("text", Texts::write, Texts::read);

    private static final int MAX_NARROW = 0xFF;

    private Texts() {}

    private static void write(Output out, String value) {
        boolean narrow = isNarrow(value);
        Lengths.write(value.length(), out);
        out.writeBoolean(narrow);
        if (narrow) {
            out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            out.writeVarInt(value.charAt(i), true);
        }
    }

    private static boolean isNarrow(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > MAX_NARROW) {
                return false;
            }
        }
        return true;
    }

    private static String read(Input in) {
        int length = Lengths.read(in);
        if (Leaves.truth(in)) {
            return new String(in.readBytes(length), StandardCharsets.ISO_8859_1);
        }
        char[] units = new char[length];
        for (int i = 0; i < length; i++) {
            int unit = in.readVarInt(true);
            if (unit < 0 || unit > Character.MAX_VALUE) {
                throw new IllegalArgumentException("the character " + unit);
            }
            units[i] = (char) unit;
        }
        return new String(units);
    }
}
