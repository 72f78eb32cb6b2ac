package org.colloquy.log;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Locale;

/**
 * One of an enum's constants: its name in lower case; its place in binary, so new constants go to
 * the end.
 */
final class EnumShape<E> implements Shape<E> {

    private final E[] constants;
    private final String[] names;

    EnumShape(Class<E> type) {
        constants = type.getEnumConstants();
        names = new String[constants.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = ((Enum<?>) constants[i]).name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // as in names
    public void write(E value, CanonicalJson json) {
        json.string(names[((Enum<?>) value).ordinal()]);
    }

    @Override
    public E read(JsonCursor json) {
        String name = json.string();
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return constants[i];
            }
        }
        throw new MalformedRecordException("'" + name + "' is none of " + String.join(", ", names));
    }

    @Override
    @SuppressWarnings("EnumOrdinal") // the place is the format's number
    public void write(E value, Output out) {
        out.writeVarInt(((Enum<?>) value).ordinal(), true);
    }

    @Override
    public E read(Input in) {
        int place = in.readVarInt(true);
        if (place < 0 || place >= constants.length) {
            throw new MalformedRecordException(
                    place + " is no place among " + String.join(", ", names));
        }
        return constants[place];
    }
}
