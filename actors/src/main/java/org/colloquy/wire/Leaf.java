package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A value without parts that have a codec of their own. */
record Leaf<T>(String form, BiConsumer<Output, T> writer, Function<Input, T> reader)
        implements Codec<T> {

    @Override
    public void write(T value, Output out) {
        writer.accept(out, value);
    }

    @Override
    public T read(Input in) {
        return reader.apply(in);
    }
}
