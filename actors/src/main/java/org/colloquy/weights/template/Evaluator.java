package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of expressions. */
final class Evaluator {

    Object value(Expression expression, Scope scope) throws TemplateException {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Name name -> scope.value(name.name());
            case Expression.Items items -> values(items.values(), scope);
            case Expression.Pairs pairs -> pairs(pairs, scope);
            case Expression.Attribute attribute ->
                    attribute(
                            value(attribute.of(), scope),
                            value(attribute.key(), scope),
                            attribute.line());
            case Expression.Slice slice -> slice(slice, scope);
            case Expression.Call call -> call(call, scope);
            case Expression.Filter filter ->
                    Filters.apply(
                            filter.name(),
                            value(filter.of(), scope),
                            values(filter.arguments(), scope),
                            filter.line());
            case Expression.Test test ->
                    Tests.holds(
                            test.name(),
                            value(test.of(), scope),
                            values(test.arguments(), scope),
                            test.line());
            case Expression.Not not -> !Values.isTrue(value(not.of(), scope));
            case Expression.Negative negative ->
                    Operators.apply("-", 0L, value(negative.of(), scope), negative.line());
            case Expression.Binary binary -> binary(binary, scope);
            case Expression.Either either ->
                    Values.isTrue(value(either.condition(), scope))
                            ? value(either.then(), scope)
                            : value(either.otherwise(), scope);
        };
    }

    private Object binary(Expression.Binary binary, Scope scope) throws TemplateException {
        Object left = value(binary.left(), scope);
        return switch (binary.sign()) {
            case "and" -> Values.isTrue(left) ? value(binary.right(), scope) : left;
            case "or" -> Values.isTrue(left) ? left : value(binary.right(), scope);
            default ->
                    Operators.apply(
                            binary.sign(), left, value(binary.right(), scope), binary.line());
        };
    }

    private List<Object> values(List<Expression> expressions, Scope scope)
            throws TemplateException {
        List<Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(value(expression, scope));
        }
        return values;
    }

    private Object pairs(Expression.Pairs pairs, Scope scope) throws TemplateException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.keys().size(); i++) {
            map.put(value(pairs.keys().get(i), scope), value(pairs.values().get(i), scope));
        }
        return map;
    }

    private static Object attribute(Object of, Object key, int line) throws TemplateException {
        return switch (of) {
            case Map<?, ?> map -> present(map.get(key), key);
            case Namespace namespace -> present(namespace.attributes().get(key), key);
            case List<?> list when key instanceof Long index -> {
                long at = index < 0 ? index + list.size() : index;
                yield at >= 0 && at < list.size()
                        ? list.get((int) at)
                        : new Undefined(String.valueOf(key));
            }
            case String text when key instanceof Long index -> {
                long at = index < 0 ? index + text.length() : index;
                yield at >= 0 && at < text.length()
                        ? text.substring((int) at, (int) at + 1)
                        : new Undefined(String.valueOf(key));
            }
            case Undefined undefined ->
                    throw new TemplateException(
                            line,
                            "'%s' is undefined and has no %s".formatted(undefined.name(), key));
            default -> new Undefined(String.valueOf(key));
        };
    }

    private static Object present(@Nullable Object value, Object key) {
        return value == null ? new Undefined(String.valueOf(key)) : value;
    }

    private Object slice(Expression.Slice slice, Scope scope) throws TemplateException {
        Object of = value(slice.of(), scope);
        List<Object> items = Values.items(of, slice.line());
        long step = slice.step().isPresent() ? bound(slice.step(), scope, 1, slice.line()) : 1;
        if (step == 0) {
            throw new TemplateException(slice.line(), "a slice's step is 0");
        }
        int size = items.size();
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? size : size - 1;
        long from =
                place(slice.from(), scope, step > 0 ? low : high, size, low, high, slice.line());
        long to = place(slice.to(), scope, step > 0 ? high : low, size, low, high, slice.line());
        List<Object> chosen = new ArrayList<>();
        for (long at = from; step > 0 ? at < to : at > to; at += step) {
            chosen.add(items.get((int) at));
        }
        if (of instanceof String) {
            StringBuilder text = new StringBuilder();
            chosen.forEach(text::append);
            return text.toString();
        }
        return chosen;
    }

    /** A slice's bound, negative ones from the end, clamped as in Python. */
    private long place(
            Optional<Expression> given,
            Scope scope,
            long otherwise,
            int size,
            long low,
            long high,
            int line)
            throws TemplateException {
        if (given.isEmpty()) {
            return otherwise;
        }
        long value = bound(given, scope, otherwise, line);
        return Math.clamp(value < 0 ? value + size : value, low, high);
    }

    private long bound(Optional<Expression> given, Scope scope, long otherwise, int line)
            throws TemplateException {
        return given.isPresent() ? Values.whole(value(given.get(), scope), line) : otherwise;
    }

    private Object call(Expression.Call call, Scope scope) throws TemplateException {
        List<Object> arguments = values(call.arguments(), scope);
        if (call.of().isPresent()) {
            return Methods.call(call.name(), value(call.of().get(), scope), arguments, call.line());
        }
        Map<String, Object> named = new LinkedHashMap<>();
        for (Map.Entry<String, Expression> argument : call.named().entrySet()) {
            named.put(argument.getKey(), value(argument.getValue(), scope));
        }
        return switch (call.name()) {
            case "namespace", "dict" -> call.name().equals("dict") ? named : new Namespace(named);
            case "range" -> range(arguments, call.line());
            case "raise_exception" ->
                    throw new TemplateException(
                            call.line(),
                            "the template refuses: "
                                    + (arguments.isEmpty() ? "" : Values.text(arguments.get(0))));
            default ->
                    throw new TemplateException(
                            call.line(),
                            "the function '%s' is not understood".formatted(call.name()));
        };
    }

    private static List<Object> range(List<Object> arguments, int line) throws TemplateException {
        long from = arguments.size() > 1 ? Values.whole(arguments.get(0), line) : 0;
        long to = arguments.isEmpty() ? 0 : Values.whole(arguments.getLast(), line);
        if (arguments.size() > 2 || to - from > 10_000) {
            throw new TemplateException(line, "a range of at most 10000 with up to two bounds");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
