package org.colloquy.weights.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} as Hugging Face
 * sets them: a line break after a block goes, and so does the indentation before one.
 */
final class Lexer {

    private static final Pattern OPENING = Pattern.compile("\\{[%{#]");
    private static final Pattern SIGN =
            Pattern.compile("==|!=|<=|>=|//|\\*\\*|[-+*/%~<>=()\\[\\]{}.,:|]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) throws TemplateException {
        String whole = template.replace("\r\n", "\n");
        String source = whole.endsWith("\n") ? whole.substring(0, whole.length() - 1) : whole;
        Lexer lexer = new Lexer(source);
        lexer.all();
        return lexer.tokens;
    }

    private void all() throws TemplateException {
        Matcher opening = OPENING.matcher(source);
        boolean stripped = false;
        while (opening.find(at)) {
            int start = opening.start();
            char kind = source.charAt(start + 1);
            boolean dash = start + 2 < source.length() && source.charAt(start + 2) == '-';
            boolean plus = start + 2 < source.length() && source.charAt(start + 2) == '+';
            String data = source.substring(at, start);
            String left = stripped ? data.stripLeading() : data;
            add(Token.Kind.DATA, ends(left, kind, dash, plus, left.length() == data.length()));
            at = start + (dash || plus ? 3 : 2);
            stripped = kind == '#' ? comment() : inside(kind);
        }
        String rest = source.substring(at);
        add(Token.Kind.DATA, stripped ? rest.stripLeading() : rest);
        add(Token.Kind.END, "");
    }

    /** Data as it stands before a mark. */
    private String ends(String data, char kind, boolean dash, boolean plus, boolean whole) {
        if (dash) {
            return data.stripTrailing();
        }
        if (kind == '{' || plus) {
            return data;
        }
        int lineStart = data.lastIndexOf('\n') + 1;
        boolean atLineStart = lineStart > 0 || whole && (at == 0 || source.charAt(at - 1) == '\n');
        return atLineStart && data.substring(lineStart).isBlank()
                ? data.substring(0, lineStart)
                : data;
    }

    private boolean comment() throws TemplateException {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new TemplateException(line(), "a comment without its end");
        }
        boolean dash = end > at && source.charAt(end - 1) == '-';
        at = end + 2;
        skipLineBreak(dash);
        return dash;
    }

    /** Tokens up to the closing mark; whether it strips what follows. */
    private boolean inside(char kind) throws TemplateException {
        String close = kind == '%' ? "%}" : "}}";
        add(kind == '%' ? Token.Kind.BLOCK : Token.Kind.PRINT, "");
        int depth = 0;
        while (true) {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
            if (at >= source.length()) {
                throw new TemplateException(line(), "a mark without its end " + close);
            }
            boolean dash = source.startsWith("-" + close, at);
            if (depth == 0 && (dash || source.startsWith(close, at))) {
                at += dash ? 3 : 2;
                add(Token.Kind.CLOSE, "");
                if (kind == '%') {
                    skipLineBreak(dash);
                }
                return dash;
            }
            Token token = next();
            tokens.add(token);
            depth += token.is(Token.Kind.SIGN, "{") ? 1 : 0;
            depth -= token.is(Token.Kind.SIGN, "}") ? 1 : 0;
        }
    }

    private void skipLineBreak(boolean dash) {
        if (!dash && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
    }

    private Token next() throws TemplateException {
        char c = source.charAt(at);
        if (c == '\'' || c == '"') {
            return new Token(Token.Kind.STRING, string(c), line());
        }
        Token.Kind[] kinds = {Token.Kind.NAME, Token.Kind.NUMBER, Token.Kind.SIGN};
        Pattern[] patterns = {NAME, NUMBER, SIGN};
        for (int i = 0; i < kinds.length; i++) {
            Matcher matcher = patterns[i].matcher(source).region(at, source.length());
            if (matcher.lookingAt()) {
                at = matcher.end();
                return new Token(kinds[i], matcher.group(), line());
            }
        }
        throw new TemplateException(line(), "'" + c + "' is not understood");
    }

    private String string(char quote) throws TemplateException {
        StringBuilder text = new StringBuilder();
        for (at++; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == quote) {
                at++;
                return text.toString();
            }
            if (c == '\\' && at + 1 < source.length()) {
                at++;
                text.append(escaped(source.charAt(at)));
            } else {
                text.append(c);
            }
        }
        throw new TemplateException(line(), "a string without its end");
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '\\', '\'', '"' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private void add(Token.Kind kind, String text) {
        if (kind != Token.Kind.DATA || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line()));
        }
    }

    private int line() {
        return 1
                + (int)
                        source.substring(0, Math.min(at, source.length()))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }
}
