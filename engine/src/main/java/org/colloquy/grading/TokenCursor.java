package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.grading.Token.Kind;

/** A place in a list of tokens, and how deep the reading of them is nested. */
final class TokenCursor {

    private static final int MAX_DEPTH = 80;

    private final List<Token> tokens;
    private int at;
    private int depth;
    private int bars;

    TokenCursor(List<Token> tokens) {
        this.tokens = new ArrayList<>(tokens);
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    Optional<Token> peek() {
        return peek(0);
    }

    Optional<Token> peek(int ahead) {
        return at + ahead < tokens.size() ? Optional.of(tokens.get(at + ahead)) : Optional.empty();
    }

    Token next() throws Unreadable {
        if (atEnd()) {
            throw new Unreadable("it ends too soon");
        }
        return tokens.get(at++);
    }

    boolean sees(String sign) {
        return sees(0, sign);
    }

    boolean sees(int ahead, String sign) {
        return at + ahead < tokens.size() && tokens.get(at + ahead).is(Kind.SIGN, sign);
    }

    boolean seesKind(Kind kind) {
        return !atEnd() && tokens.get(at).kind() == kind;
    }

    /** Whether a sign stood here; if so it is behind now. */
    boolean took(String sign) {
        boolean there = sees(sign);
        at += there ? 1 : 0;
        return there;
    }

    void need(String sign) throws Unreadable {
        if (!took(sign)) {
            throw new Unreadable("no " + sign);
        }
    }

    /** Leaves of a number of several digits here all but the first, which is returned. */
    String firstDigit() throws Unreadable {
        Token number = next();
        if (number.text().length() > 1 && DigitText.digit(number.text().charAt(0))) {
            at--;
            tokens.set(at, new Token(Kind.NUMBER, number.text().substring(1)));
        }
        return number.text().substring(0, 1);
    }

    void enter() throws Unreadable {
        if (++depth > MAX_DEPTH) {
            throw new Unreadable("nested too deep");
        }
    }

    void leave() {
        depth--;
    }

    /** Whether a bar here would close one that is open. */
    boolean insideBars() {
        return bars > 0;
    }

    int bars(int now) {
        int before = bars;
        bars = now;
        return before;
    }
}
