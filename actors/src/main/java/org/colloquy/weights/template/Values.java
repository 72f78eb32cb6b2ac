package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's notions of truth, text and equality. Whole numbers are {@link Long}. */
final class Values {

    private Values() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case String text -> !text.isEmpty();
            case Long number -> number != 0;
            case Double number -> number != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Optional<?> none -> false;
            case Undefined undefined -> false;
            default -> true;
        };
    }

    /** As it is printed. */
    static String text(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? "True" : "False";
            case Optional<?> none -> "None";
            case List<?> list -> list.toString();
            case Map<?, ?> map -> map.toString();
            default -> value.toString();
        };
    }

    static boolean equal(Object a, Object b) {
        if (a instanceof Number left && b instanceof Number right) {
            return left.doubleValue() == right.doubleValue();
        }
        return a.equals(b);
    }

    /** What a loop walks through; for a map its keys. */
    static List<Object> items(Object value, int line) throws TemplateException {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String text ->
                    new ArrayList<>(text.codePoints().mapToObj(Character::toString).toList());
            case Undefined undefined -> List.of();
            default -> throw new TemplateException(line, "cannot loop over " + text(value));
        };
    }

    static long whole(Object value, int line) throws TemplateException {
        if (value instanceof Long number) {
            return number;
        }
        throw new TemplateException(line, text(value) + " is no whole number");
    }
}
