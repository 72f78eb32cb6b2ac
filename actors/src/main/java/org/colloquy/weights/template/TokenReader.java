package org.colloquy.weights.template;

import java.util.List;
import org.colloquy.weights.template.Token.Kind;

/** Walks through tokens, the last of which is an end. */
final class TokenReader {

    private final List<Token> tokens;
    private int at;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekAfter() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    boolean skip(Kind kind, String text) {
        if (!peek().is(kind, text)) {
            return false;
        }
        next();
        return true;
    }

    void take(Kind kind, String text) throws TemplateException {
        if (!skip(kind, text)) {
            throw problem("'%s' is missing".formatted(text.isEmpty() ? "the end of a mark" : text));
        }
    }

    /** The text of a token that must be of this kind. */
    String take(Kind kind) throws TemplateException {
        if (peek().kind() != kind) {
            throw problem("a name is missing");
        }
        return next().text();
    }

    TemplateException problem(String reason) {
        return new TemplateException(
                peek().line(),
                reason + (peek().text().isEmpty() ? "" : " at '%s'".formatted(peek().text())));
    }
}
