package org.colloquy.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Finds the codec of a type by the type itself: a record by its components, a sealed interface by
 * its records, a type variable by what it stands for. A type that holds itself has none, so no
 * message is deeper than its type.
 */
final class Codecs {

    private final Map<Type, Codec<?>> known = Leaves.all();
    private final Codec<ActorRef<?>> refs;
    private final Set<Class<?>> underWay = new LinkedHashSet<>();

    Codecs(Codec<ActorRef<?>> refs) {
        this.refs = refs;
    }

    /**
     * @throws IllegalArgumentException if a message cannot hold such a type
     */
    Codec<Object> of(Type type) {
        return of(type, Map.of());
    }

    @SuppressWarnings("unchecked") // a codec is found by the type that it is for
    private Codec<Object> of(Type type, Map<Type, Codec<Object>> bound) {
        Codec<?> codec = known.get(type);
        if (codec == null) {
            codec = bound.get(type);
        }
        if (codec == null) {
            codec = make(type, bound);
            if (type instanceof Class<?>) {
                known.put(type, codec);
            }
        }
        return (Codec<Object>) codec;
    }

    private Codec<?> make(Type type, Map<Type, Codec<Object>> bound) {
        return switch (type) {
            case ParameterizedType generic -> generic(generic, bound);
            case Class<?> raw when raw == ActorRef.class -> refs;
            case Class<?> raw -> plain(raw, Map.of());
            default -> throw unfit(type);
        };
    }

    private Codec<?> generic(ParameterizedType type, Map<Type, Codec<Object>> bound) {
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == ActorRef.class) {
            return refs;
        }
        List<Codec<Object>> arguments =
                Arrays.stream(type.getActualTypeArguments()).map(each -> of(each, bound)).toList();
        if (raw == List.class) {
            return new ListCodec<>(arguments.getFirst());
        }
        if (raw == Optional.class) {
            return new OptionalCodec<>(arguments.getFirst());
        }
        Map<Type, Codec<Object>> inner = new HashMap<>();
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length; i++) {
            inner.put(variables[i], arguments.get(i));
        }
        return plain(raw, inner);
    }

    private Codec<?> plain(Class<?> type, Map<Type, Codec<Object>> bound) {
        if (!underWay.add(type)) {
            throw new IllegalArgumentException(type.getName() + " holds itself");
        }
        try {
            if (type.isEnum()) {
                return new EnumCodec<>(type);
            }
            if (type.isRecord()) {
                return record(type, bound);
            }
            if (type.isSealed()) {
                List<Class<?>> classes = List.of(type.getPermittedSubclasses());
                List<Codec<Object>> codecs = classes.stream().map(each -> of(each, bound)).toList();
                return new ChoiceCodec<>(type.getSimpleName(), classes, codecs);
            }
            throw unfit(type);
        } finally {
            underWay.remove(type);
        }
    }

    private <R> RecordCodec<R> record(Class<R> type, Map<Type, Codec<Object>> bound) {
        List<Codec<Object>> codecs = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            codecs.add(of(component.getGenericType(), bound));
        }
        return new RecordCodec<>(type, codecs);
    }

    private static IllegalArgumentException unfit(Type type) {
        return new IllegalArgumentException(
                type.getTypeName()
                        + " cannot go from node to node: only records, sealed interfaces of them,"
                        + " enums, lists, optional values, actor references, texts and numbers can");
    }
}
