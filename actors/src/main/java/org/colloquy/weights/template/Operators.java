package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's operators on two values. */
final class Operators {

    private Operators() {}

    static Object apply(String sign, Object left, Object right, int line) throws TemplateException {
        return switch (sign) {
            case "==" -> Values.equal(left, right);
            case "!=" -> !Values.equal(left, right);
            case "in" -> isIn(left, right, line);
            case "~" -> Values.text(left) + Values.text(right);
            case "<" -> compare(left, right, sign, line) < 0;
            case "<=" -> compare(left, right, sign, line) <= 0;
            case ">" -> compare(left, right, sign, line) > 0;
            case ">=" -> compare(left, right, sign, line) >= 0;
            case "+" -> plus(left, right, line);
            default -> arithmetic(sign, left, right, line);
        };
    }

    static boolean isIn(Object item, Object container, int line) throws TemplateException {
        return switch (container) {
            case String text when item instanceof String part -> text.contains(part);
            case Map<?, ?> map -> map.containsKey(item);
            case List<?> list -> list.stream().anyMatch(one -> Values.equal(one, item));
            case Undefined undefined -> false;
            default ->
                    throw new TemplateException(
                            line,
                            "'in' needs a text, a list or a map, not " + Values.text(container));
        };
    }

    private static int compare(Object left, Object right, String sign, int line)
            throws TemplateException {
        if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw unfit(sign, left, right, line);
    }

    private static Object plus(Object left, Object right, int line) throws TemplateException {
        if (left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            List<Object> joined = new ArrayList<>(a);
            joined.addAll(b);
            return joined;
        }
        return arithmetic("+", left, right, line);
    }

    private static Object arithmetic(String sign, Object left, Object right, int line)
            throws TemplateException {
        try {
            if (left instanceof Long a && right instanceof Long b && !sign.equals("/")) {
                return switch (sign) {
                    case "+" -> Math.addExact(a, b);
                    case "-" -> Math.subtractExact(a, b);
                    case "*" -> Math.multiplyExact(a, b);
                    case "//" -> Math.floorDiv(a, b);
                    case "%" -> Math.floorMod(a, b);
                    default -> throw unfit(sign, left, right, line);
                };
            }
        } catch (ArithmeticException impossible) {
            throw unfit(sign, left, right, line);
        }
        if (left instanceof Number a && right instanceof Number b) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return switch (sign) {
                case "+" -> x + y;
                case "-" -> x - y;
                case "*" -> x * y;
                case "/" -> x / y;
                default -> throw unfit(sign, left, right, line);
            };
        }
        throw unfit(sign, left, right, line);
    }

    private static TemplateException unfit(String sign, Object left, Object right, int line) {
        return new TemplateException(
                line, "'%s' cannot take %s and %s".formatted(sign, named(left), named(right)));
    }

    private static String named(Object value) {
        return value instanceof Undefined undefined
                ? "the undefined '" + undefined.name() + "'"
                : "'" + Values.text(value) + "'";
    }
}
