package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.weights.template.Token.Kind;

/** Statements from tokens; tags other than if, for and set are refused by name. */
final class Parser {

    private static final Set<String> IGNORED = Set.of("generation", "endgeneration");

    private final TokenReader tokens;
    private final ExpressionParser expressions;

    private Parser(TokenReader tokens) {
        this.tokens = tokens;
        expressions = new ExpressionParser(tokens);
    }

    static List<Node> parse(String template) throws TemplateException {
        TokenReader tokens = new TokenReader(Lexer.tokens(template));
        Parser parser = new Parser(tokens);
        List<Node> nodes = parser.until(Set.of());
        if (!tokens.peek().kind().equals(Kind.END)) {
            throw tokens.problem("an end without its beginning");
        }
        return nodes;
    }

    /** Nodes up to a block that starts with one of these words, which is left to be read. */
    private List<Node> until(Set<String> words) throws TemplateException {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            switch (token.kind()) {
                case DATA -> nodes.add(new Node.Data(tokens.next().text()));
                case PRINT -> {
                    tokens.next();
                    nodes.add(new Node.Print(expressions.expression(), token.line()));
                    tokens.take(Kind.CLOSE, "");
                }
                case BLOCK -> {
                    String word = tokens.peekAfter().text();
                    if (words.contains(word)) {
                        return nodes;
                    }
                    tokens.next();
                    statement(word).ifPresent(nodes::add);
                }
                default -> {
                    return nodes;
                }
            }
        }
    }

    private Optional<Node> statement(String word) throws TemplateException {
        Token at = tokens.next();
        if (IGNORED.contains(word)) {
            tokens.take(Kind.CLOSE, "");
            return Optional.empty();
        }
        return Optional.of(
                switch (word) {
                    case "if" -> choice(at.line());
                    case "for" -> loop(at.line());
                    case "set" -> assignment(at.line());
                    default ->
                            throw new TemplateException(
                                    at.line(),
                                    "the tag '%s' is not understood; if, for and set are"
                                            .formatted(word));
                });
    }

    private Node choice(int line) throws TemplateException {
        Expression condition = expressions.expression();
        tokens.take(Kind.CLOSE, "");
        List<Node> then = until(Set.of("elif", "else", "endif"));
        tokens.take(Kind.BLOCK, "");
        Token word = tokens.next();
        List<Node> otherwise = List.of();
        if (word.text().equals("elif")) {
            return new Node.Choice(condition, then, List.of(choice(word.line())), line);
        }
        if (word.text().equals("else")) {
            tokens.take(Kind.CLOSE, "");
            otherwise = until(Set.of("endif"));
            tokens.take(Kind.BLOCK, "");
            word = tokens.next();
        }
        return closed(new Node.Choice(condition, then, otherwise, line), word, "endif");
    }

    private Node loop(int line) throws TemplateException {
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.take(Kind.NAME));
        } while (tokens.skip(Kind.SIGN, ","));
        tokens.take(Kind.NAME, "in");
        Expression over = expressions.withoutChoice();
        if (tokens.skip(Kind.NAME, "if")) {
            throw tokens.problem("'for ... if' is not understood; put an if into the loop");
        }
        tokens.take(Kind.CLOSE, "");
        List<Node> body = until(Set.of("else", "endfor"));
        tokens.take(Kind.BLOCK, "");
        Token word = tokens.next();
        List<Node> empty = List.of();
        if (word.text().equals("else")) {
            tokens.take(Kind.CLOSE, "");
            empty = until(Set.of("endfor"));
            tokens.take(Kind.BLOCK, "");
            word = tokens.next();
        }
        return closed(new Node.Loop(names, over, body, empty, line), word, "endfor");
    }

    private Node assignment(int line) throws TemplateException {
        String name = tokens.take(Kind.NAME);
        Optional<String> attribute =
                tokens.skip(Kind.SIGN, ".")
                        ? Optional.of(tokens.take(Kind.NAME))
                        : Optional.empty();
        tokens.take(Kind.SIGN, "=");
        Node node = new Node.Assign(name, attribute, expressions.expression(), line);
        tokens.take(Kind.CLOSE, "");
        return node;
    }

    private Node closed(Node node, Token word, String end) throws TemplateException {
        if (!word.text().equals(end)) {
            throw new TemplateException(word.line(), end + " is missing");
        }
        tokens.take(Kind.CLOSE, "");
        return node;
    }
}
