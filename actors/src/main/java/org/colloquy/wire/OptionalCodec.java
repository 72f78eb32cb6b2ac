package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Optional;

/** A value or nothing. */
record OptionalCodec<E>(Codec<E> element) implements Codec<Optional<E>> {

    @Override
    public void write(Optional<E> value, Output out) {
        out.writeBoolean(value.isPresent());
        value.ifPresent(some -> element.write(some, out));
    }

    @Override
    public Optional<E> read(Input in) {
        return Leaves.truth(in) ? Optional.of(element.read(in)) : Optional.empty();
    }

    @Override
    public String form() {
        return element.form() + "?";
    }
}
