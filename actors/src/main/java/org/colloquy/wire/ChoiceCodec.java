package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;
import java.util.stream.Collectors;

/** One of a few classes: the place of the class among them, then the value. */
record ChoiceCodec<T>(String name, List<Class<?>> classes, List<Codec<Object>> codecs)
        implements Codec<T> {

    @Override
    public void write(T value, Output out) {
        int place = 0;
        while (!classes.get(place).isInstance(value)) {
            place++;
        }
        out.writeVarInt(place, true);
        codecs.get(place).write(value, out);
    }

    @Override
    @SuppressWarnings("unchecked") // each codec reads values of its class
    public T read(Input in) {
        int place = in.readVarInt(true);
        if (place < 0 || place >= codecs.size()) {
            throw new IllegalArgumentException(
                    "%s has no kind %s".formatted(name, Integer.toUnsignedString(place)));
        }
        return (T) codecs.get(place).read(in);
    }

    @Override
    public String form() {
        return codecs.stream().map(Codec::form).collect(Collectors.joining("|", name + "(", ")"));
    }
}
