package org.colloquy.grading;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of digits with its separators taken out.
 *
 * @param plain digits with at most one point; empty where there are none
 * @param places digits after the point
 * @param end where it ends in the text, exclusive
 */
record DigitText(String plain, int places, int end) {

    private static final String[] SEPARATORS = {
        ",\\!", "{,}", "\\,", "\\ ", ",", "\u00a0", "\u202f", "\u2009"
    };
    private static final String SUPERSCRIPTS =
            "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    private static final Map<Character, Rational> VULGAR =
            Map.of(
                    '\u00bd', half(1, 2),
                    '\u00bc', half(1, 4),
                    '\u00be', half(3, 4),
                    '\u2153', half(1, 3),
                    '\u2154', half(2, 3),
                    '\u215b', half(1, 8),
                    '\u215c', half(3, 8),
                    '\u215d', half(5, 8),
                    '\u215e', half(7, 8));

    private static Rational half(int over, int under) {
        return new Rational(
                java.math.BigInteger.valueOf(over), java.math.BigInteger.valueOf(under));
    }

    /** The longest number of digits, separators of thousands and one point that starts here. */
    static DigitText at(String text, int start) {
        int end = start;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        StringBuilder plain = new StringBuilder(text.substring(start, end));
        if (end - start >= 1 && end - start <= 3) {
            for (int group = group(text, end); group > 0; group = group(text, end)) {
                plain.append(text, end + group - 3, end + group);
                end += group;
            }
        }
        boolean point = end < text.length() && text.charAt(end) == '.';
        int digits = point ? decimals(text, end + 1) : cents(text, end);
        if (digits > 0) {
            plain.append(plain.isEmpty() ? "0." : ".").append(text, end + 1, end + 1 + digits);
            end += 1 + digits;
        }
        return new DigitText(plain.toString(), digits, end);
    }

    /** The length of a separator with three digits behind it and no fourth; 0 for none. */
    private static int group(String text, int at) {
        for (String separator : SEPARATORS) {
            if (text.startsWith(separator, at)) {
                int from = at + separator.length();
                while (separator.endsWith("!")
                        && from < text.length()
                        && text.charAt(from) == ' ') {
                    from++;
                }
                return decimals(text, from) == 3 ? from + 3 - at : 0;
            }
        }
        return 0;
    }

    /** Two digits behind a decimal comma, as in {@code 12,50}; 0 for none. */
    private static int cents(String text, int at) {
        boolean comma = at < text.length() && text.charAt(at) == ',';
        if (!comma || at == 0 || !digit(text.charAt(at - 1)) || decimals(text, at + 1) != 2) {
            return 0;
        }
        boolean goesOn = at + 3 < text.length() && text.charAt(at + 3) == ',';
        return goesOn ? 0 : 2;
    }

    private static int decimals(String text, int from) {
        int end = from;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean sign(char c) {
        return c == '-' || c == '+' || c == '\u2212' || c == '\u2013';
    }

    /** The length of a currency's sign; 0 for none. */
    static int currency(String text, int at) {
        if (text.startsWith("US$", at)) {
            return 3;
        }
        if (text.startsWith("\\$", at)) {
            return 2;
        }
        boolean one =
                at < text.length() && "$\u20ac\u00a3\u00a5\u20b9".indexOf(text.charAt(at)) >= 0;
        return one ? 1 : 0;
    }

    /** The length of a sign of multiplication; 0 for none. */
    static int times(String text, int at) {
        for (String sign : new String[] {"\\times", "\\cdot", "\u00d7", "\u00b7", "*", "x"}) {
            if (text.startsWith(sign, at)) {
                return sign.length();
            }
        }
        return 0;
    }

    /** The digit or minus that is written high; 0 for none. */
    static char raised(char c) {
        int digit = SUPERSCRIPTS.indexOf(c);
        return digit >= 0 ? (char) ('0' + digit) : c == '\u207b' ? '-' : 0;
    }

    static @Nullable Rational vulgar(char c) {
        return VULGAR.get(c);
    }
}
