package org.colloquy.log;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.TokenTrace;

/** The shape of every type that an event may hold, by the type itself. */
final class Shapes {

    private static final Map<Type, Shape<?>> LEAVES = leaves();

    private Shapes() {}

    /**
     * @throws IllegalArgumentException if events cannot hold such a type
     */
    static Shape<?> of(Type type) {
        Shape<?> leaf = LEAVES.get(type);
        if (leaf != null) {
            return leaf;
        }
        if (type instanceof ParameterizedType generic) {
            Shape<?> element = of(generic.getActualTypeArguments()[0]);
            if (generic.getRawType() == List.class) {
                return new ListShape<>(element);
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalShape<>(element);
            }
        }
        if (type instanceof Class<?> known && known.isEnum()) {
            return new EnumShape<>(known);
        }
        if (type instanceof Class<?> known && known.isRecord()) {
            return new RecordShape<>(known);
        }
        throw new IllegalArgumentException("no shape for " + type + " in a log record");
    }

    private static Map<Type, Shape<?>> leaves() {
        Map<Type, Shape<?>> leaves = new HashMap<>();
        leaves.put(int.class, NumberShapes.INT);
        leaves.put(Integer.class, NumberShapes.INT);
        leaves.put(long.class, NumberShapes.LONG);
        leaves.put(Float.class, NumberShapes.FLOAT);
        leaves.put(double.class, NumberShapes.DOUBLE);
        leaves.put(Double.class, NumberShapes.DOUBLE);
        leaves.put(boolean.class, NumberShapes.BOOLEAN);
        leaves.put(Boolean.class, NumberShapes.BOOLEAN);
        leaves.put(OptionalInt.class, optionalInt());
        leaves.put(String.class, TextShape.TEXT);
        leaves.put(
                AgentName.class,
                new MappedShape<>(TextShape.TEXT, AgentName::value, AgentName::new));
        leaves.put(
                DialogueId.class,
                new MappedShape<>(TextShape.TEXT, DialogueId::toString, Shapes::dialogueId));
        leaves.put(
                QuestionKey.class,
                new MappedShape<>(TextShape.TEXT, QuestionKey::toString, Shapes::questionKey));
        leaves.put(JsonText.class, new JsonTextShape());
        leaves.put(TokenTrace.class, new TokenTraceShape());
        return Map.copyOf(leaves);
    }

    private static Shape<OptionalInt> optionalInt() {
        return new MappedShape<>(
                new OptionalShape<>(NumberShapes.INT),
                value -> value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty(),
                some -> some.map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private static DialogueId dialogueId(String text) {
        int[] parts = parts(text, 3);
        return new DialogueId(parts[0], parts[1], parts[2]);
    }

    private static QuestionKey questionKey(String text) {
        int[] parts = parts(text, 2);
        return new QuestionKey(parts[0], parts[1]);
    }

    /** Numbers with points between; only in the form that they are written in. */
    private static int[] parts(String text, int count) {
        String[] words = text.split("\\.", -1);
        int[] parts = new int[count];
        boolean valid = words.length == count;
        for (int i = 0; valid && i < count; i++) {
            parts[i] = Integer.parseInt(words[i]);
            valid = Integer.toString(parts[i]).equals(words[i]);
        }
        if (!valid) {
            throw new MalformedRecordException("id '" + text + "'");
        }
        return parts;
    }
}
