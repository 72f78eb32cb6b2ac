package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;

/** A list of one kind of element. */
record ListCodec<E>(Codec<E> element) implements Codec<List<E>> {

    @Override
    public void write(List<E> value, Output out) {
        Lengths.write(value.size(), out);
        for (E each : value) {
            element.write(each, out);
        }
    }

    @Override
    public List<E> read(Input in) {
        int length = Lengths.read(in);
        List<E> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(element.read(in));
        }
        return List.copyOf(list);
    }

    @Override
    public String form() {
        return "[" + element.form() + "]";
    }
}
