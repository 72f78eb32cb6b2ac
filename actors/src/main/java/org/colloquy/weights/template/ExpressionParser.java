package org.colloquy.weights.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.colloquy.weights.template.Token.Kind;

/** Expressions from tokens, by Jinja's precedences, loosest first. */
final class ExpressionParser {

    private static final int MOST_DEPTH = 200;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final TokenReader tokens;
    private int depth;

    ExpressionParser(TokenReader tokens) {
        this.tokens = tokens;
    }

    Expression expression() throws TemplateException {
        if (++depth > MOST_DEPTH) {
            throw tokens.problem("expressions are nested too deeply");
        }
        Expression value = withoutChoice();
        if (tokens.skip(Kind.NAME, "if")) {
            Expression condition = withoutChoice();
            Expression otherwise =
                    tokens.skip(Kind.NAME, "else")
                            ? expression()
                            : new Expression.Constant(new Undefined("else"));
            value = new Expression.Either(value, condition, otherwise);
        }
        depth--;
        return value;
    }

    Expression withoutChoice() throws TemplateException {
        Expression left = conjunction();
        while (tokens.peek().is(Kind.NAME, "or")) {
            int line = tokens.next().line();
            left = new Expression.Binary("or", left, conjunction(), line);
        }
        return left;
    }

    private Expression conjunction() throws TemplateException {
        Expression left = negation();
        while (tokens.peek().is(Kind.NAME, "and")) {
            int line = tokens.next().line();
            left = new Expression.Binary("and", left, negation(), line);
        }
        return left;
    }

    private Expression negation() throws TemplateException {
        return tokens.skip(Kind.NAME, "not") ? new Expression.Not(negation()) : comparison();
    }

    private Expression comparison() throws TemplateException {
        Expression left = sum();
        while (true) {
            Token token = tokens.peek();
            boolean notIn = token.is(Kind.NAME, "not") && tokens.peekAfter().is(Kind.NAME, "in");
            if (token.kind() == Kind.SIGN && COMPARISONS.contains(token.text())
                    || token.is(Kind.NAME, "in")) {
                tokens.next();
                left = new Expression.Binary(token.text(), left, sum(), token.line());
            } else if (notIn) {
                tokens.next();
                tokens.next();
                left = new Expression.Not(new Expression.Binary("in", left, sum(), token.line()));
            } else {
                return left;
            }
        }
    }

    private Expression sum() throws TemplateException {
        Expression left = concatenation();
        while (isSign("+") || isSign("-")) {
            Token sign = tokens.next();
            left = new Expression.Binary(sign.text(), left, concatenation(), sign.line());
        }
        return left;
    }

    private Expression concatenation() throws TemplateException {
        Expression left = product();
        while (isSign("~")) {
            int line = tokens.next().line();
            left = new Expression.Binary("~", left, product(), line);
        }
        return left;
    }

    private Expression product() throws TemplateException {
        Expression left = unary();
        while (isSign("*") || isSign("/") || isSign("//") || isSign("%")) {
            Token sign = tokens.next();
            left = new Expression.Binary(sign.text(), left, unary(), sign.line());
        }
        return left;
    }

    private Expression unary() throws TemplateException {
        if (isSign("-")) {
            int line = tokens.next().line();
            return new Expression.Negative(unary(), line);
        }
        Expression value = primary();
        while (true) {
            Token token = tokens.peek();
            if (token.is(Kind.SIGN, ".")) {
                tokens.next();
                value = member(value, tokens.take(Kind.NAME), token.line());
            } else if (token.is(Kind.SIGN, "[")) {
                tokens.next();
                value = subscript(value, token.line());
            } else if (token.is(Kind.SIGN, "|")) {
                tokens.next();
                String name = tokens.take(Kind.NAME);
                List<Expression> arguments =
                        isSign("(") ? call(name, value).arguments() : List.of();
                value = new Expression.Filter(value, name, arguments, token.line());
            } else if (token.is(Kind.NAME, "is")) {
                tokens.next();
                value = test(value, token.line());
            } else {
                return value;
            }
        }
    }

    private Expression member(Expression of, String name, int line) throws TemplateException {
        return isSign("(")
                ? call(name, of)
                : new Expression.Attribute(of, new Expression.Constant(name), line);
    }

    private Expression test(Expression of, int line) throws TemplateException {
        boolean not = tokens.skip(Kind.NAME, "not");
        String name = tokens.take(Kind.NAME);
        List<Expression> arguments = List.of();
        if (isSign("(")) {
            arguments = call(name, of).arguments();
        } else if (List.of(Kind.STRING, Kind.NUMBER).contains(tokens.peek().kind())) {
            arguments = List.of(primary());
        }
        Expression test = new Expression.Test(of, name, arguments, line);
        return not ? new Expression.Not(test) : test;
    }

    private Expression subscript(Expression of, int line) throws TemplateException {
        Optional<Expression> from = isSign(":") ? Optional.empty() : Optional.of(expression());
        if (tokens.skip(Kind.SIGN, "]")) {
            return new Expression.Attribute(of, from.orElseThrow(), line);
        }
        tokens.take(Kind.SIGN, ":");
        Optional<Expression> to =
                isSign(":") || isSign("]") ? Optional.empty() : Optional.of(expression());
        Optional<Expression> step =
                tokens.skip(Kind.SIGN, ":") && !isSign("]")
                        ? Optional.of(expression())
                        : Optional.empty();
        tokens.take(Kind.SIGN, "]");
        return new Expression.Slice(of, from, to, step, line);
    }

    private Expression primary() throws TemplateException {
        Token token = tokens.next();
        return switch (token.kind()) {
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expression.Constant(text.toString());
            }
            case NUMBER ->
                    new Expression.Constant(
                            token.text().contains(".")
                                    ? (Object) Double.valueOf(token.text())
                                    : (Object) integer(token));
            case NAME -> name(token);
            case SIGN -> bracket(token);
            default -> throw new TemplateException(token.line(), "an expression is missing");
        };
    }

    private static Long integer(Token token) throws TemplateException {
        BigDecimal value = new BigDecimal(token.text());
        if (value.precision() > 18) {
            throw new TemplateException(token.line(), token.text() + " is too large");
        }
        return value.longValue();
    }

    private Expression name(Token token) throws TemplateException {
        return switch (token.text()) {
            case "true", "True" -> new Expression.Constant(true);
            case "false", "False" -> new Expression.Constant(false);
            case "none", "None" -> new Expression.Constant(Optional.empty());
            default -> isSign("(") ? call(token.text()) : new Expression.Name(token.text());
        };
    }

    private Expression bracket(Token token) throws TemplateException {
        return switch (token.text()) {
            case "(" -> {
                Expression value = expression();
                if (isSign(",")) {
                    throw tokens.problem("tuples are not understood");
                }
                tokens.take(Kind.SIGN, ")");
                yield value;
            }
            case "[" -> new Expression.Items(list("]"));
            case "{" -> pairs();
            default ->
                    throw new TemplateException(
                            token.line(), "an expression is missing at '" + token.text() + "'");
        };
    }

    private Expression pairs() throws TemplateException {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip(Kind.SIGN, "}")) {
            keys.add(expression());
            tokens.take(Kind.SIGN, ":");
            values.add(expression());
            if (!isSign("}")) {
                tokens.take(Kind.SIGN, ",");
            }
        }
        return new Expression.Pairs(keys, values);
    }

    private List<Expression> list(String end) throws TemplateException {
        List<Expression> values = new ArrayList<>();
        while (!tokens.skip(Kind.SIGN, end)) {
            values.add(expression());
            if (!isSign(end)) {
                tokens.take(Kind.SIGN, ",");
            }
        }
        return values;
    }

    private Expression.Call call(String name, Expression... of) throws TemplateException {
        int line = tokens.next().line();
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.skip(Kind.SIGN, ")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peekAfter().is(Kind.SIGN, "=")) {
                String key = tokens.next().text();
                tokens.next();
                named.put(key, expression());
            } else {
                arguments.add(expression());
            }
            if (!isSign(")")) {
                tokens.take(Kind.SIGN, ",");
            }
        }
        Optional<Expression> target = of.length == 0 ? Optional.empty() : Optional.of(of[0]);
        return new Expression.Call(target, name, arguments, named, line);
    }

    private boolean isSign(String text) {
        return tokens.peek().is(Kind.SIGN, text);
    }
}
