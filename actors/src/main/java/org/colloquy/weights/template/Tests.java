package org.colloquy.weights.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked with {@code is}. */
final class Tests {

    private Tests() {}

    static boolean holds(String name, Object value, List<Object> arguments, int line)
            throws TemplateException {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value instanceof Optional<?>;
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            case "integer" -> value instanceof Long;
            case "boolean" -> value instanceof Boolean;
            case "true" -> value.equals(true);
            case "false" -> value.equals(false);
            case "mapping" -> value instanceof Map<?, ?>;
            case "iterable", "sequence" ->
                    value instanceof List<?>
                            || value instanceof Map<?, ?>
                            || value instanceof String;
            case "odd" -> Math.floorMod(Values.whole(value, line), 2) == 1;
            case "even" -> Math.floorMod(Values.whole(value, line), 2) == 0;
            case "equalto", "eq" -> Values.equal(value, argument(name, arguments, line));
            case "ne" -> !Values.equal(value, argument(name, arguments, line));
            case "in" -> Operators.isIn(value, argument(name, arguments, line), line);
            default ->
                    throw new TemplateException(
                            line, "the test '%s' is not understood".formatted(name));
        };
    }

    private static Object argument(String name, List<Object> arguments, int line)
            throws TemplateException {
        if (arguments.isEmpty()) {
            throw new TemplateException(line, "the test '%s' lacks its value".formatted(name));
        }
        return arguments.getFirst();
    }
}
