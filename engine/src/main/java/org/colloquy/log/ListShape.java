package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;

/** A list of one kind of element. */
record ListShape<E>(Shape<E> element) implements Shape<List<E>> {

    @Override
    public void write(List<E> value, CanonicalJson json) {
        json.mark('[');
        for (int i = 0; i < value.size(); i++) {
            if (i > 0) {
                json.mark(',');
            }
            element.write(value.get(i), json);
        }
        json.mark(']');
    }

    @Override
    public List<E> read(JsonCursor json) {
        List<E> list = new ArrayList<>();
        json.openArray();
        while (json.another()) {
            list.add(element.read(json));
        }
        return List.copyOf(list);
    }

    @Override
    public void write(List<E> value, Output out) {
        KryoLengths.write(value.size(), out);
        value.forEach(each -> element.write(each, out));
    }

    @Override
    public List<E> read(Input in) {
        int length = KryoLengths.read(in);
        List<E> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(element.read(in));
        }
        return List.copyOf(list);
    }
}
