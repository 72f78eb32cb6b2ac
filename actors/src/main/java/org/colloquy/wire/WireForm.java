package org.colloquy.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The messages that this build knows, each with its number and codec, and the name of that form.
 *
 * <p>The name holds the version of the format and the first bytes of a hash over all types of all
 * messages, so that two builds understand each other, or know that they do not. Immutable.
 */
final class WireForm {

    static final int VERSION = 1;

    /** Numbers below are Kryo's own primitives. */
    private static final int FIRST = 16;

    private static final int HASH_BYTES = 4;

    private final List<Entry<?>> entries = new ArrayList<>();
    private final String name;

    private record Entry<T>(Class<T> type, Codec<T> codec) {}

    WireForm(List<Class<? extends WireMessage>> roots, Codecs codecs) {
        List<Class<?>> records = new ArrayList<>();
        roots.forEach(root -> collect(root, records));
        records.stream().distinct().forEach(type -> entries.add(entry(type, codecs)));
        String all =
                entries.stream().map(each -> each.codec().form()).collect(Collectors.joining("\n"));
        name = VERSION + "." + HexFormat.of().formatHex(sha256(all), 0, HASH_BYTES);
    }

    /** The messages of all parts of the house. */
    static List<Class<? extends WireMessage>> everything(ClassLoader loader) {
        return ServiceLoader.load(WireMessages.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(part -> part.getClass().getName()))
                .flatMap(part -> part.roots().stream())
                .collect(Collectors.toList());
    }

    /** Such as {@code 1.0a1b2c3d}. */
    String name() {
        return name;
    }

    /** A Kryo that knows these messages and nothing else. Not thread-safe. */
    Kryo kryo() {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        for (int i = 0; i < entries.size(); i++) {
            register(kryo, entries.get(i), FIRST + i);
        }
        return kryo;
    }

    /** Writes the number of the message's class, then the message. */
    static void write(Object message, Kryo kryo, Output out) {
        Registration registration = kryo.getRegistration(message.getClass());
        out.writeVarInt(registration.getId(), true);
        kryo.writeObject(out, message, registration.getSerializer());
    }

    /** Reads by number only: no class is ever looked up by a name that came from elsewhere. */
    static Object read(Kryo kryo, Input in) {
        int number = in.readVarInt(true);
        Registration registration = number < FIRST ? null : kryo.getRegistration(number);
        if (registration == null) {
            throw new IllegalArgumentException(
                    "message type " + Integer.toUnsignedString(number) + " is not known");
        }
        return registration.getSerializer().read(kryo, in, registration.getType());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each Java has SHA-256", impossible);
        }
    }

    private static void collect(Class<?> type, List<Class<?>> records) {
        if (type.isRecord()) {
            records.add(type);
        } else if (type.isSealed()) {
            for (Class<?> each : type.getPermittedSubclasses()) {
                collect(each, records);
            }
        } else {
            throw new IllegalArgumentException(
                    type.getName() + " is neither a record nor a sealed interface");
        }
    }

    @SuppressWarnings("unchecked") // a codec is found by the type that it is for
    private static <T> Entry<T> entry(Class<T> type, Codecs codecs) {
        return new Entry<>(type, (Codec<T>) codecs.of(type));
    }

    private static <T> void register(Kryo kryo, Entry<T> entry, int number) {
        Codec<T> codec = entry.codec();
        kryo.register(
                entry.type(),
                new Serializer<T>(false, true) {
                    @Override
                    public void write(Kryo kryo, Output out, T message) {
                        codec.write(message, out);
                    }

                    @Override
                    public T read(Kryo kryo, Input in, Class<? extends T> type) {
                        return codec.read(in);
                    }
                },
                number);
    }
}
