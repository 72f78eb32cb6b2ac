package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** How values of one type stand in a record, in both formats. */
interface Shape<T> {

    void write(T value, CanonicalJson json);

    T read(JsonCursor json);

    void write(T value, Output out);

    T read(Input in);
}
