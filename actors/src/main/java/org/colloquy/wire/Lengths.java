package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/**
 * Numbers of elements. The whole message lies in the input's buffer and each element takes a byte
 * or more, so a larger number than bytes are left is refused before anything is allocated for it.
 */
final class Lengths {

    private Lengths() {}

    static void write(int length, Output out) {
        out.writeVarInt(length, true);
    }

    static int read(Input in) {
        return read(in, 1);
    }

    static int read(Input in, int bytesEach) {
        int length = in.readVarInt(true);
        int left = in.limit() - in.position();
        if (length < 0 || length > left / bytesEach) {
            throw new IllegalArgumentException(
                    "%s elements with %d bytes left"
                            .formatted(Integer.toUnsignedString(length), left));
        }
        return length;
    }
}
