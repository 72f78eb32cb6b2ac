package org.colloquy.grading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.colloquy.question.Grade;
import org.colloquy.question.Grader;
import org.colloquy.question.Question;

/**
 * Grades multiple choice: a letter from A to J.
 *
 * <p>The answer is the letter in the last {@code \boxed{}}; else behind the last "answer is",
 * "option" or "choice"; else a letter that is alone on the first or the last line, or begins it as
 * in "B) Paris"; else the last letter in round brackets or in bold type. A small letter counts only
 * in brackets or alone, for "a" is a word.
 */
public final class ChoiceGrader implements Grader {

    private static final Pattern MARKED =
            Pattern.compile(
                    "(?:\\(\\s{0,3}([A-Ja-j])\\s{0,3}\\)|\\\\text\\{\\(?([A-Ja-j])\\)?\\}"
                            + "|\\*\\*\\(?([A-Ja-j])\\)?[.):]?\\*\\*|\\$([A-Ja-j])\\$"
                            + "|\\b([A-J])(?![A-Za-z'\\u2019])|^([a-j])(?=[.):]?\\s*$))");
    private static final Pattern NAMED =
            Pattern.compile("(?i:\\b(?:option|choice)\\b)[\\s:*]{0,5}\\(?([A-J])\\b\\)?");
    private static final Pattern LINE =
            Pattern.compile("^[\\s*(]{0,5}([A-Ja-j])(?:[\\s*]*[).:]?[\\s*]*$|[\\s*]*[).:](?=\\s))");
    private static final Pattern EMPHASISED = Pattern.compile("\\(([A-J])\\)|\\*\\*([A-J])\\*\\*");

    @Override
    public Optional<String> answerIn(String text) {
        return find(FinalAnswer.bounded(text));
    }

    @Override
    public Grade grade(Question question, String text) {
        Optional<String> wanted = first(MARKED, question.answer().strip());
        Optional<String> given = find(FinalAnswer.bounded(text));
        return given.map(letter -> given.equals(wanted) ? Grade.RIGHT : Grade.WRONG)
                .orElse(Grade.MALFORMED);
    }

    private static Optional<String> find(String text) {
        return FinalAnswer.boxed(text)
                .flatMap(box -> first(MARKED, box))
                .or(() -> stated(FinalAnswer.stated(text)))
                .or(() -> last(NAMED, text))
                .or(() -> line(text))
                .or(() -> last(EMPHASISED, text));
    }

    private static Optional<String> stated(List<String> segments) {
        for (String segment : segments.reversed()) {
            Optional<String> letter = first(MARKED, segment);
            if (letter.isPresent()) {
                return letter;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> line(String text) {
        String stripped = text.strip();
        int firstEnd = stripped.indexOf('\n');
        String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
        String first = firstEnd < 0 ? stripped : stripped.substring(0, firstEnd);
        return first(LINE, last).or(() -> first(LINE, first));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? letter(matcher) : Optional.empty();
    }

    private static Optional<String> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = letter(matcher);
        }
        return last;
    }

    private static Optional<String> letter(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String letter = matcher.group(group);
            if (letter != null) {
                return Optional.of(String.valueOf((char) (letter.charAt(0) & ~0x20)));
            }
        }
        return Optional.empty();
    }
}
