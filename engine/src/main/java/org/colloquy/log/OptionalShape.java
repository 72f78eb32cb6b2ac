package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Optional;

/** A value or nothing; nothing is null in JSON. */
record OptionalShape<E>(Shape<E> element) implements Shape<Optional<E>> {

    @Override
    public void write(Optional<E> value, CanonicalJson json) {
        value.ifPresentOrElse(some -> element.write(some, json), () -> json.ascii("null"));
    }

    @Override
    public Optional<E> read(JsonCursor json) {
        return json.passNull() ? Optional.empty() : Optional.of(element.read(json));
    }

    @Override
    public void write(Optional<E> value, Output out) {
        out.writeBoolean(value.isPresent());
        value.ifPresent(some -> element.write(some, out));
    }

    @Override
    public Optional<E> read(Input in) {
        return in.readBoolean() ? Optional.of(element.read(in)) : Optional.empty();
    }
}
