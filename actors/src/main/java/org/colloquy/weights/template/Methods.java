package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The methods of Python's texts and maps that templates call. */
final class Methods {

    private Methods() {}

    static Object call(String name, Object of, List<Object> arguments, int line)
            throws TemplateException {
        if (of instanceof String text) {
            return ofText(name, text, arguments, line);
        }
        if (of instanceof Map<?, ?> map) {
            return ofMap(name, map, arguments, line);
        }
        throw unknown(name, of, line);
    }

    private static Object ofText(String name, String text, List<Object> arguments, int line)
            throws TemplateException {
        return switch (name) {
            case "strip" -> stripped(text, arguments, true, true);
            case "lstrip" -> stripped(text, arguments, true, false);
            case "rstrip" -> stripped(text, arguments, false, true);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "startswith" -> text.startsWith(text(arguments, 0, line));
            case "endswith" -> text.endsWith(text(arguments, 0, line));
            case "replace" -> text.replace(text(arguments, 0, line), text(arguments, 1, line));
            case "split" -> split(text, arguments, line);
            default -> throw unknown(name, text, line);
        };
    }

    static String stripped(String text, List<Object> arguments, boolean left, boolean right) {
        Optional<String> characters =
                arguments.isEmpty() ? Optional.empty() : Optional.of(Values.text(arguments.get(0)));
        int from = 0;
        int to = text.length();
        while (left && from < to && goes(text.charAt(from), characters)) {
            from++;
        }
        while (right && to > from && goes(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean goes(char c, Optional<String> characters) {
        return characters.map(all -> all.indexOf(c) >= 0).orElse(Character.isWhitespace(c));
    }

    private static Object split(String text, List<Object> arguments, int line)
            throws TemplateException {
        if (arguments.isEmpty()) {
            return text.isBlank() ? List.of() : List.of((Object[]) text.strip().split("\\s+"));
        }
        String separator = text(arguments, 0, line);
        int limit = arguments.size() > 1 ? (int) Values.whole(arguments.get(1), line) + 1 : -1;
        return new ArrayList<Object>(
                List.of(text.split(Pattern.quote(separator), limit == 0 ? -1 : limit)));
    }

    private static Object ofMap(String name, Map<?, ?> map, List<Object> arguments, int line)
            throws TemplateException {
        return switch (name) {
            case "get" -> {
                Object value = map.get(arguments.isEmpty() ? "" : arguments.get(0));
                Object otherwise = arguments.size() > 1 ? arguments.get(1) : Optional.empty();
                yield value == null ? otherwise : value;
            }
            case "keys" -> new ArrayList<Object>(map.keySet());
            case "values" -> new ArrayList<Object>(map.values());
            case "items" -> Filters.entries(map);
            default -> throw unknown(name, map, line);
        };
    }

    private static String text(List<Object> arguments, int index, int line)
            throws TemplateException {
        if (index < arguments.size() && arguments.get(index) instanceof String text) {
            return text;
        }
        throw new TemplateException(line, "a text is missing as argument " + (index + 1));
    }

    private static TemplateException unknown(String name, Object of, int line) {
        String what = of instanceof Undefined undefined ? undefined.name() : Values.text(of);
        return new TemplateException(
                line, "the method '%s' of '%s' is not understood".formatted(name, what));
    }
}
