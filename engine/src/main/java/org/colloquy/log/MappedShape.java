package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.Function;

/** A type that stands in a record as another one. */
record MappedShape<T, S>(Shape<S> stored, Function<T, S> to, Function<S, T> from)
        implements Shape<T> {

    @Override
    public void write(T value, CanonicalJson json) {
        stored.write(to.apply(value), json);
    }

    @Override
    public T read(JsonCursor json) {
        return revive(stored.read(json));
    }

    @Override
    public void write(T value, Output out) {
        stored.write(to.apply(value), out);
    }

    @Override
    public T read(Input in) {
        return revive(stored.read(in));
    }

    private T revive(S value) {
        try {
            return from.apply(value);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()), e);
        }
    }
}
