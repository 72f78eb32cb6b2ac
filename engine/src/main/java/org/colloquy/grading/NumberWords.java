package org.colloquy.grading;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whole numbers in English words, from zero to the thousands. */
final class NumberWords {

    private static final List<String> UNITS =
            List.of(
                    ("zero one two three four five six seven eight nine ten eleven twelve thirteen"
                                    + " fourteen fifteen sixteen seventeen eighteen nineteen")
                            .split(" "));
    private static final List<String> TENS =
            List.of("twenty thirty forty fifty sixty seventy eighty ninety".split(" "));
    private static final int MAX_WORDS = 20;

    private NumberWords() {}

    /** The first number in words, as in {@code one hundred and twenty-three apples}. */
    static Optional<Rational> first(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^a-z]+", MAX_WORDS);
        long sum = 0;
        long part = 0;
        boolean any = false;
        for (String word : words) {
            int unit = UNITS.indexOf(word);
            int ten = TENS.indexOf(word);
            long factor = magnitude(word);
            if (unit >= 0) {
                part += unit;
            } else if (ten >= 0) {
                part += (ten + 2) * 10L;
            } else if (any && word.equals("hundred")) {
                part *= 100;
            } else if (any && factor > 1) {
                sum += part * factor;
                part = 0;
            } else if (any && !word.equals("and")) {
                break;
            }
            any |= unit >= 0 || ten >= 0;
        }
        return any ? Optional.of(Rational.of(sum + part)) : Optional.empty();
    }

    /** A thousand to a trillion by its name; 1 for any other word. */
    static long magnitude(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "thousand" -> 1_000L;
            case "million" -> 1_000_000L;
            case "billion" -> 1_000_000_000L;
            case "trillion" -> 1_000_000_000_000L;
            default -> 1;
        };
    }

    /** A whole number of a few digits, with or without a minus. */
    static Optional<Integer> small(String digits, int most) {
        boolean minus = digits.startsWith("-");
        String bare = minus ? digits.substring(1) : digits;
        boolean readable =
                !bare.isEmpty()
                        && bare.length() <= 5
                        && bare.chars().allMatch(c -> c >= '0' && c <= '9');
        return readable
                ? Optional.of(Integer.parseInt(bare) * (minus ? -1 : 1))
                        .filter(value -> Math.abs(value) <= most)
                : Optional.empty();
    }
}
