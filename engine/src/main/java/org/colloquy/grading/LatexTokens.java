package org.colloquy.grading;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.colloquy.grading.Token.Kind;

/** Takes LaTeX, or mathematics in plain characters, apart into tokens; layout is left out. */
final class LatexTokens {

    static final int MAX_TOKENS = 1500;

    private static final int SHORTEST_PROSE = 4;

    private final String text;
    private final boolean thousands;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private LatexTokens(String text, boolean thousands) {
        this.text = text;
        this.thousands = thousands;
    }

    /**
     * The tokens of a text.
     *
     * @param thousands whether a plain comma before three digits separates thousands, not items
     */
    static List<Token> of(String text, boolean thousands) throws Unreadable {
        return new LatexTokens(plain(text), thousands).read();
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean rows = text.contains("\\begin");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled =
                    c == '\\'
                            && !rows
                            && text.startsWith("\\\\", i)
                            && i + 2 < text.length()
                            && asciiLetter(text.charAt(i + 2));
            i += doubled ? 1 : 0;
            String ascii = LatexWords.CHARACTERS.get(c);
            plain.append(ascii == null ? String.valueOf(c) : ascii);
        }
        return plain.toString();
    }

    private List<Token> read() throws Unreadable {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '$' || c == '`') {
                at++;
            } else if (DigitText.digit(c) || c == '.' && digitAt(at + 1)) {
                number();
            } else if (Character.isLetter(c)) {
                letters();
            } else if (c == '\\') {
                command();
            } else {
                sign(c);
            }
            if (tokens.size() > MAX_TOKENS) {
                throw new Unreadable("too long");
            }
        }
        return tokens;
    }

    private boolean digitAt(int place) {
        return place < text.length() && DigitText.digit(text.charAt(place));
    }

    private void number() {
        int start = at;
        skipDigits();
        StringBuilder digits = new StringBuilder(text.substring(start, at));
        if (at > start && at - start <= 3) {
            for (int group = group(); group > 0; group = group()) {
                at += group;
                digits.append(text, at - 3, at);
            }
        }
        boolean repeats =
                text.startsWith("\\overline{", at + 1) || text.startsWith("\\bar{", at + 1);
        if (at < text.length() && text.charAt(at) == '.' && (digitAt(at + 1) || repeats)) {
            int point = at++;
            skipDigits();
            digits.append(text, point, at);
        }
        if (digits.indexOf(".") >= 0) {
            repeating().ifPresent(cycle -> digits.append('(').append(cycle).append(')'));
        }
        add(Kind.NUMBER, digits.toString());
    }

    /** The digits under the bar that starts here. */
    private Optional<String> repeating() {
        for (String bar : new String[] {"\\overline{", "\\bar{"}) {
            int close = text.indexOf('}', at);
            if (text.startsWith(bar, at) && close > 0) {
                String cycle = text.substring(at + bar.length(), close);
                if (!cycle.isEmpty()
                        && cycle.length() < 20
                        && cycle.chars().allMatch(c -> DigitText.digit((char) c))) {
                    at = close + 1;
                    return Optional.of(cycle);
                }
            }
        }
        return Optional.empty();
    }

    /** The length of a separator of thousands with exactly three digits behind it; 0 for none. */
    private int group() {
        for (String separator : new String[] {",\\!", "{,}", "\\,", "\\ ", ",", " "}) {
            if (text.startsWith(separator, at)) {
                int from = at + separator.length();
                while (separator.equals(",\\!")
                        && from < text.length()
                        && text.charAt(from) == ' ') {
                    from++;
                }
                boolean three = digitAt(from) && digitAt(from + 1) && digitAt(from + 2);
                boolean alone = three && !digitAt(from + 3);
                return alone && (thousands || !separator.equals(",")) ? from + 3 - at : 0;
            }
        }
        return 0;
    }

    private void skipDigits() {
        while (digitAt(at)) {
            at++;
        }
    }

    private void letters() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        word(text.substring(start, at));
    }

    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("and") || lower.equals("or")) {
            add(Kind.SIGN, ",");
        } else if (LatexWords.FUNCTIONS.contains(lower)
                || LatexWords.PLAIN_COMMANDS.contains(lower)) {
            named(LatexWords.SYNONYMS.getOrDefault(lower, lower));
        } else if (word.length() >= SHORTEST_PROSE || LatexWords.UNITS.contains(word)) {
            add(Kind.TEXT, word);
        } else {
            word.codePoints().forEach(c -> add(Kind.SYMBOL, Character.toString(c)));
        }
    }

    private void command() throws Unreadable {
        int start = ++at;
        while (at < text.length() && asciiLetter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            escaped();
            return;
        }
        String written = text.substring(start, at);
        String name = LatexWords.SYNONYMS.getOrDefault(written, written);
        if (LatexWords.LAYOUT.contains(name)) {
            boolean nothing =
                    (name.equals("left") || name.equals("right")) && text.startsWith(".", at);
            at += nothing ? 1 : 0;
        } else if (LatexWords.PROSE.contains(name)) {
            prose(braced());
        } else if (LatexWords.FORGOTTEN.contains(name)) {
            braced();
        } else if (name.equals("begin") || name.equals("end")) {
            add(name.equals("begin") ? Kind.BEGIN : Kind.END, braced());
        } else if (name.equals("mathbb")) {
            add(Kind.SYMBOL, "mathbb" + braced().strip());
        } else {
            named(name);
        }
    }

    private void named(String name) {
        String sign = LatexWords.SIGNS.get(name);
        if (sign != null) {
            add(Kind.SIGN, sign);
        } else if (LatexWords.FUNCTIONS.contains(name) || LatexAtoms.COMMANDS.contains(name)) {
            add(Kind.COMMAND, name);
        } else {
            add(Kind.SYMBOL, name);
        }
    }

    private void escaped() throws Unreadable {
        if (at >= text.length()) {
            throw new Unreadable("ends in a backslash");
        }
        char c = text.charAt(at++);
        switch (c) {
            case '!', ',', ';', ':', ' ', '$', '(', ')', '[', ']', '\n' -> {}
            case '{', '}', '\\' -> add(Kind.SIGN, "\\" + c);
            case '%' -> add(Kind.SIGN, "%");
            case '|' -> add(Kind.SIGN, "|");
            default -> throw new Unreadable("unknown command");
        }
    }

    /** What braces hold, or the one character without them. */
    private String braced() throws Unreadable {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '*')) {
            at++;
        }
        if (at >= text.length()) {
            throw new Unreadable("a command without its argument");
        }
        if (text.charAt(at) != '{') {
            return text.substring(at, ++at);
        }
        int open = ++at;
        int depth = 1;
        for (; at < text.length(); at++) {
            depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return text.substring(open, at++);
            }
        }
        throw new Unreadable("a brace is open");
    }

    private void prose(String written) {
        String content = written.strip();
        String lower = content.toLowerCase(Locale.ROOT);
        if (content.isEmpty()) {
            return;
        }
        if (lower.equals("and") || lower.equals("or") || lower.equals(",")) {
            add(Kind.SIGN, ",");
        } else if (content.equals("i") || content.equals("e") || content.equals("d")) {
            add(Kind.SYMBOL, lower);
        } else if (LatexWords.FUNCTIONS.contains(lower)) {
            named(LatexWords.SYNONYMS.getOrDefault(lower, lower));
        } else if (content.chars().allMatch(c -> DigitText.digit((char) c))
                && content.length() < 300) {
            add(Kind.NUMBER, content);
        } else {
            add(Kind.TEXT, content);
        }
    }

    private void sign(char c) throws Unreadable {
        at++;
        if ((c == '<' || c == '>' || c == '!') && text.startsWith("=", at)) {
            at++;
            add(Kind.SIGN, c + "=");
        } else if (c == '*' && text.startsWith("*", at)) {
            at++;
            add(Kind.SIGN, "^");
        } else if (c == '+' && text.startsWith("/-", at)) {
            at += 2;
            add(Kind.SIGN, "+-");
        } else if ("+-*/^_()[]{}|<>=,;:!%&'~".indexOf(c) >= 0) {
            add(Kind.SIGN, String.valueOf(c));
        } else {
            throw new Unreadable("an unknown character");
        }
    }

    private static boolean asciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void add(Kind kind, String content) {
        tokens.add(new Token(kind, content));
    }
}
