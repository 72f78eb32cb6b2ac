package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The filters that templates use. */
final class Filters {

    private Filters() {}

    static Object apply(String name, Object value, List<Object> arguments, int line)
            throws TemplateException {
        return switch (name) {
            case "trim" -> Methods.stripped(Values.text(value), arguments, true, true);
            case "upper" -> Values.text(value).toUpperCase(Locale.ROOT);
            case "lower" -> Values.text(value).toLowerCase(Locale.ROOT);
            case "string", "safe" -> Values.text(value);
            case "length", "count" -> length(value, line);
            case "list" -> Values.items(value, line);
            case "first" -> end(value, true, line);
            case "last" -> end(value, false, line);
            case "reverse" -> reversed(value, line);
            case "join" -> joined(value, arguments, line);
            case "default", "d" ->
                    value instanceof Undefined && !arguments.isEmpty() ? arguments.get(0) : value;
            case "items" -> value instanceof Map<?, ?> map ? entries(map) : List.of();
            case "selectattr" -> chosen(value, arguments, true, line);
            case "rejectattr" -> chosen(value, arguments, false, line);
            case "replace" -> Methods.call("replace", Values.text(value), arguments, line);
            default ->
                    throw new TemplateException(
                            line, "the filter '%s' is not understood".formatted(name));
        };
    }

    static List<Object> entries(Map<?, ?> map) {
        List<Object> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(List.of(key, value)));
        return entries;
    }

    private static Object length(Object value, int line) throws TemplateException {
        return (long) Values.items(value, line).size();
    }

    private static Object end(Object value, boolean first, int line) throws TemplateException {
        List<Object> items = Values.items(value, line);
        if (items.isEmpty()) {
            return new Undefined(first ? "first" : "last");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static Object reversed(Object value, int line) throws TemplateException {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<Object> items = Values.items(value, line);
        Collections.reverse(items);
        return items;
    }

    private static Object joined(Object value, List<Object> arguments, int line)
            throws TemplateException {
        String between = arguments.isEmpty() ? "" : Values.text(arguments.get(0));
        return Values.items(value, line).stream()
                .map(Values::text)
                .collect(Collectors.joining(between));
    }

    private static Object chosen(Object value, List<Object> arguments, boolean wanted, int line)
            throws TemplateException {
        List<Object> chosen = new ArrayList<>();
        for (Object item : Values.items(value, line)) {
            Object attribute =
                    item instanceof Map<?, ?> map && map.get(arguments.get(0)) != null
                            ? map.get(arguments.get(0))
                            : new Undefined(Values.text(arguments.get(0)));
            boolean holds =
                    arguments.size() > 1
                            ? Tests.holds(
                                    Values.text(arguments.get(1)),
                                    attribute,
                                    arguments.subList(2, arguments.size()),
                                    line)
                            : Values.isTrue(attribute);
            if (holds == wanted) {
                chosen.add(item);
            }
        }
        return chosen;
    }
}
