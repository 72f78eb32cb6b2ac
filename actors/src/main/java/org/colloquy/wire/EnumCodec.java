package org.colloquy.wire;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Arrays;

/** An enum's constant, by its place. */
final class EnumCodec<E> implements Codec<E> {

    private final String name;
    private final E[] constants;

    EnumCodec(Class<E> type) {
        name = type.getSimpleName();
        constants = type.getEnumConstants();
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // both ends have the same constants, as the form says
    public void write(E value, Output out) {
        out.writeVarInt(((Enum<?>) value).ordinal(), true);
    }

    @Override
    public E read(Input in) {
        int place = in.readVarInt(true);
        if (place < 0 || place >= constants.length) {
            throw new IllegalArgumentException(
                    "%s has no constant %s".formatted(name, Integer.toUnsignedString(place)));
        }
        return constants[place];
    }

    @Override
    public String form() {
        return name + Arrays.toString(constants);
    }
}
