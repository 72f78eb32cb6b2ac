package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** How values of one type stand in a message. Each takes at least one byte. Immutable. */
interface Codec<T> {

    void write(T value, Output out);

    /**
     * @param in over a buffer that holds the whole message
     * @throws IllegalArgumentException if the bytes are no such value
     * @throws com.esotericsoftware.kryo.KryoException if they end too early
     */
    T read(Input in);

    /** What the bytes look like, by which two builds are compared. */
    String form();
}
