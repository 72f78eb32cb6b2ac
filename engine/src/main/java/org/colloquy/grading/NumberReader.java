package org.colloquy.grading;

import java.util.Optional;

/**
 * Finds numbers in prose: signs, currencies, separators of thousands, decimals, fractions and mixed
 * numbers (also as LaTeX), powers of ten, per cent, thousands to trillions.
 *
 * <p>One pass from left to right; no number is read from the middle of a word or of another number.
 */
final class NumberReader {

    private static final int MAX_DIGITS = 300;
    private static final int MAX_EXPONENT = 999;

    private final String text;
    private int at;

    /**
     * A number and where it stands.
     *
     * @param end exclusive
     */
    record Found(Quantity quantity, int start, int end) {}

    private NumberReader(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** The first number that starts at or after a place. */
    static Optional<Found> first(String text, int from) {
        for (int start = from; start < text.length(); start++) {
            if (startsHere(text, start)) {
                Optional<Found> found = at(text, start);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The last number of a text. */
    static Optional<Found> last(String text) {
        Optional<Found> last = Optional.empty();
        for (Optional<Found> next = first(text, 0);
                next.isPresent();
                next = first(text, next.get().end())) {
            last = next;
        }
        return last;
    }

    /** The number that is the whole of a text, but for spaces. */
    static Optional<Quantity> whole(String text) {
        String stripped = text.strip();
        return at(stripped, 0)
                .filter(found -> found.end() == stripped.length())
                .map(Found::quantity);
    }

    private static boolean startsHere(String text, int start) {
        char c = text.charAt(start);
        char before = start == 0 ? ' ' : text.charAt(start - 1);
        if (DigitText.digit(c) || c == '.') {
            return !Character.isLetterOrDigit(before)
                    && !(before == '.' && start > 1 && DigitText.digit(text.charAt(start - 2)));
        }
        if (DigitText.sign(c)) {
            return !Character.isLetterOrDigit(before) && ")]}".indexOf(before) < 0;
        }
        return DigitText.currency(text, start) > 0
                || c == '\\'
                || DigitText.vulgar(c) != null && !Character.isDigit(before);
    }

    static Optional<Found> at(String text, int start) {
        return new NumberReader(text, start).read();
    }

    private Optional<Found> read() {
        int start = at;
        boolean negative = sign();
        at += DigitText.currency(text, at);
        negative |= sign();
        int body = at;
        Optional<Rational> value = fraction();
        int places = 0;
        if (value.isEmpty()) {
            DigitText digits = DigitText.at(text, at);
            if (digits.plain().isEmpty() || digits.plain().length() > MAX_DIGITS) {
                return Optional.empty();
            }
            at = digits.end();
            places = digits.places();
            value = Optional.of(Rational.ofDecimal(digits.plain()));
            if (places == 0) {
                value = value.flatMap(this::withFraction);
            }
            value = value.flatMap(this::withPowerOfTen);
        }
        if (value.isEmpty() || at == body) {
            return Optional.empty();
        }
        Optional<Rational> scaled = value.flatMap(this::withMultiplier);
        boolean minus = negative;
        boolean percent = percent();
        int decimals = places;
        return scaled.map(
                number ->
                        new Found(
                                new Quantity(minus ? number.negate() : number, decimals, percent),
                                start,
                                at));
    }

    private boolean sign() {
        if (at >= text.length() || !DigitText.sign(text.charAt(at))) {
            return false;
        }
        boolean minus = text.charAt(at) != '+';
        at++;
        if (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return minus;
    }

    /** A fraction in LaTeX or in one character. */
    private Optional<Rational> fraction() {
        if (at < text.length() && DigitText.vulgar(text.charAt(at)) != null) {
            return Optional.ofNullable(DigitText.vulgar(text.charAt(at++)));
        }
        int start = at;
        for (String name : new String[] {"\\frac", "\\dfrac", "\\tfrac", "\\cfrac"}) {
            if (text.startsWith(name, at)) {
                at += name.length();
                Optional<Rational> over = argument();
                Optional<Rational> value = over.flatMap(up -> argument().flatMap(up::dividedBy));
                at = value.isPresent() ? at : start;
                return value;
            }
        }
        return Optional.empty();
    }

    private Optional<Rational> argument() {
        skipSpaces();
        if (at < text.length() && DigitText.digit(text.charAt(at))) {
            return Optional.of(Rational.of(text.charAt(at++) - '0'));
        }
        if (at >= text.length() || text.charAt(at) != '{') {
            return Optional.empty();
        }
        at++;
        boolean minus = sign();
        DigitText digits = DigitText.at(text, at);
        at = digits.end();
        skipSpaces();
        if (digits.plain().isEmpty()
                || digits.plain().length() > MAX_DIGITS
                || at >= text.length()
                || text.charAt(at) != '}') {
            return Optional.empty();
        }
        at++;
        Rational value = Rational.ofDecimal(digits.plain());
        return Optional.of(minus ? value.negate() : value);
    }

    /** A slash and a denominator, or the fraction of a mixed number. */
    private Optional<Rational> withFraction(Rational whole) {
        int start = at;
        if (at + 1 < text.length() && text.charAt(at) == '/') {
            DigitText under = DigitText.at(text, at + 1);
            if (usable(under)) {
                Optional<Rational> value = whole.dividedBy(Rational.ofDecimal(under.plain()));
                at = value.isPresent() ? under.end() : start;
                return value.or(() -> Optional.of(whole));
            }
            return Optional.of(whole);
        }
        skipSpaces();
        Optional<Rational> part = fraction();
        if (part.isEmpty() && at > start) {
            part = plainFraction();
        }
        if (part.isEmpty() || part.get().signum() <= 0) {
            at = start;
            return Optional.of(whole);
        }
        return whole.plus(part.get());
    }

    /** As the {@code 1/2} of {@code 3 1/2}: smaller than one. */
    private Optional<Rational> plainFraction() {
        DigitText over = DigitText.at(text, at);
        if (!usable(over) || over.end() >= text.length() || text.charAt(over.end()) != '/') {
            return Optional.empty();
        }
        DigitText under = DigitText.at(text, over.end() + 1);
        if (!usable(under)) {
            return Optional.empty();
        }
        Optional<Rational> part =
                Rational.ofDecimal(over.plain())
                        .dividedBy(Rational.ofDecimal(under.plain()))
                        .filter(value -> value.toDouble() < 1);
        at = part.isPresent() ? under.end() : at;
        return part;
    }

    private static boolean usable(DigitText digits) {
        return !digits.plain().isEmpty()
                && digits.plain().length() <= MAX_DIGITS
                && digits.places() == 0;
    }

    private Optional<Rational> withPowerOfTen(Rational value) {
        int start = at;
        Optional<Integer> exponent = exponent();
        if (exponent.isEmpty()) {
            at = start;
            return Optional.of(value);
        }
        return Rational.of(10).power(Rational.of(exponent.get())).flatMap(value::times);
    }

    private Optional<Integer> exponent() {
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            return wholeNumber()
                    .filter(
                            power ->
                                    at >= text.length()
                                            || !Character.isLetterOrDigit(text.charAt(at)));
        }
        skipSpaces();
        int times = DigitText.times(text, at);
        at += times;
        skipSpaces();
        if (times == 0 || !text.startsWith("10", at)) {
            return Optional.empty();
        }
        at += 2;
        skipSpaces();
        boolean raised = text.startsWith("^", at) || text.startsWith("**", at);
        if (!raised) {
            return superscript();
        }
        at += text.startsWith("**", at) ? 2 : 1;
        skipSpaces();
        boolean braced = at < text.length() && "{(".indexOf(text.charAt(at)) >= 0;
        at += braced ? 1 : 0;
        Optional<Integer> power = wholeNumber();
        at += braced && at < text.length() && "})".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
        return power;
    }

    private Optional<Integer> superscript() {
        StringBuilder digits = new StringBuilder();
        while (at < text.length() && DigitText.raised(text.charAt(at)) != 0) {
            digits.append(DigitText.raised(text.charAt(at++)));
        }
        return NumberWords.small(digits.toString(), MAX_EXPONENT);
    }

    private Optional<Integer> wholeNumber() {
        boolean minus = sign();
        int from = at;
        while (at < text.length() && DigitText.digit(text.charAt(at))) {
            at++;
        }
        return NumberWords.small(text.substring(from, at), MAX_EXPONENT)
                .map(value -> minus ? -value : value);
    }

    private Optional<Rational> withMultiplier(Rational value) {
        int start = at;
        skipSpaces();
        int from = at;
        while (at < text.length() && Character.isLetter(text.charAt(at)) && at - from < 12) {
            at++;
        }
        long factor = NumberWords.magnitude(text.substring(from, at));
        at = factor == 1 ? start : at;
        return value.times(Rational.of(factor));
    }

    private boolean percent() {
        int start = at;
        skipSpaces();
        for (String sign : new String[] {"%", "\\%", "percent", "per cent", "pct"}) {
            if (text.regionMatches(true, at, sign, 0, sign.length())) {
                at += sign.length();
                return true;
            }
        }
        at = start;
        return false;
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\u00a0')) {
            at++;
        }
    }
}
