package org.colloquy.question;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the last "Answer ..." of a text, in any case, with or without "is" and ":".
 *
 * <p>If the right answer is a number, the last answer that starts with a number counts, compared as
 * numbers ("1,024" is 1024, "7.0" is 7), and a text without one is malformed. Otherwise the last
 * answer up to the end of its sentence counts, compared without regard to case, spaces and a final
 * full stop.
 */
public final class ArithmeticGrader implements Grader {

    private static final int MAX_ANSWER = 200;
    private static final Pattern ANSWER =
            Pattern.compile("\\banswer\\b(?:\\s+is\\b)?\\s*[:=]?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(?:\\d{1,3}(?:,\\d{3}){1,20}|\\d{1,60})(?:\\.\\d{1,60})?(?![\\d])");
    private static final Pattern SENTENCE_END = Pattern.compile("[\\r\\n]|[.!?](?:\\s|$)");

    @Override
    public Optional<String> answerIn(String text) {
        return last(text, true).or(() -> last(text, false));
    }

    @Override
    public Grade grade(Question question, String text) {
        Optional<String> wanted = number(question.answer().strip());
        Optional<String> given = last(text, wanted.isPresent());
        String right = wanted.orElseGet(() -> phrase(question.answer()));
        return given.map(answer -> answer.equals(right) ? Grade.RIGHT : Grade.WRONG)
                .orElse(Grade.MALFORMED);
    }

    private static Optional<String> last(String text, boolean numeric) {
        String last = "";
        Matcher matcher = ANSWER.matcher(text);
        while (matcher.find()) {
            int start = matcher.end();
            String rest = text.substring(start, Math.min(text.length(), start + MAX_ANSWER));
            String answer = numeric ? number(rest).orElse("") : phrase(rest);
            last = answer.isEmpty() ? last : answer;
        }
        return Optional.of(last).filter(answer -> !answer.isEmpty());
    }

    /** The number that a text starts with, without separators, sign of plus or trailing zeros. */
    private static Optional<String> number(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group().replace(",", ""));
        return Optional.of(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }

    private static String phrase(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        String sentence = end.find() ? text.substring(0, end.start()) : text;
        return sentence.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
