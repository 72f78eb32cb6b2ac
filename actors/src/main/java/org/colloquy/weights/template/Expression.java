package org.colloquy.weights.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A template's expressions. */
sealed interface Expression {

    record Constant(Object value) implements Expression {}

    record Name(String name) implements Expression {}

    record Items(List<Expression> values) implements Expression {}

    record Pairs(List<Expression> keys, List<Expression> values) implements Expression {}

    record Attribute(Expression of, Expression key, int line) implements Expression {}

    record Slice(
            Expression of,
            Optional<Expression> from,
            Optional<Expression> to,
            Optional<Expression> step,
            int line)
            implements Expression {}

    /** A function, or with {@code of} a method. */
    record Call(
            Optional<Expression> of,
            String name,
            List<Expression> arguments,
            Map<String, Expression> named,
            int line)
            implements Expression {}

    record Filter(Expression of, String name, List<Expression> arguments, int line)
            implements Expression {}

    record Test(Expression of, String name, List<Expression> arguments, int line)
            implements Expression {}

    record Not(Expression of) implements Expression {}

    record Negative(Expression of, int line) implements Expression {}

    record Binary(String sign, Expression left, Expression right, int line) implements Expression {}

    record Either(Expression then, Expression condition, Expression otherwise)
            implements Expression {}
}
