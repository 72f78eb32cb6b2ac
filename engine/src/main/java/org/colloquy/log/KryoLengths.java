package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Lengths within a binary record. The whole record lies in the input's buffer, so a length of more
 * elements than bytes are left is wrong, and is refused before anything is allocated for it.
 */
final class KryoLengths {

    private KryoLengths() {}

    static void write(int length, Output out) {
        out.writeVarInt(length, true);
    }

    static int read(Input in) {
        int length = in.readVarInt(true);
        int left = in.limit() - in.position();
        if (length < 0 || length > left) {
            throw new MalformedRecordException(
                    "a length of "
                            + Integer.toUnsignedString(length)
                            + " with "
                            + left
                            + " bytes left");
        }
        return length;
    }
}
