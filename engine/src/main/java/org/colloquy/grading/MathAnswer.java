package org.colloquy.grading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a text states a mathematical answer. */
final class MathAnswer {

    private static final int MAX_LINE = 300;
    private static final int MAX_SEARCHED = 20_000;
    private static final Pattern INLINE =
            Pattern.compile(
                    "\\$\\$([^$]{1,2000})\\$\\$|\\$([^$\\n]{1,1000})\\$"
                            + "|\\\\\\(([^\\n]{1,1000}?)\\\\\\)|(?s:\\\\\\[(.{1,2000}?)\\\\\\])");
    private static final Pattern JOINT = Pattern.compile("[\\s,;]{0,10}(?:and|or)?[\\s,;]{0,10}");
    private static final Pattern LEADING =
            Pattern.compile(
                    "(?i)^(?:(?:that is|that|approximately|about|equal to|given by|therefore|thus|so"
                            + "|hence|then|it is|it's|this is|which is|we get|we have|is)\\b[:,\\s]*){1,3}");

    private static final Pattern VERB = Pattern.compile("\\b(?:is|are|equals)\\b[:\\s]*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}\\b");
    private static final Pattern PROSE =
            Pattern.compile("(?<![\\\\{A-Za-z])[A-Za-z]{2,30}+ [A-Za-z]{1,30}+ [A-Za-z]{1,30}+\\b");

    private MathAnswer() {}

    /**
     * The answer as it is written: of the last box; else of the last "answer is"; else behind the
     * last {@code ####}; else a short text itself, the last formula, or the last line.
     */
    static Optional<String> in(String text) {
        return FinalAnswer.boxed(text)
                .or(() -> stated(text))
                .or(() -> FinalAnswer.hashed(text))
                .or(() -> alone(text))
                .or(() -> lastFormula(text))
                .or(() -> lastLine(text))
                .map(MathAnswer::tidy)
                .filter(answer -> !answer.isEmpty());
    }

    private static Optional<String> stated(String text) {
        List<String> segments = FinalAnswer.stated(text);
        return segments.isEmpty() ? Optional.empty() : Optional.of(statement(segments.getLast()));
    }

    /** What a sentence says that something is: a formula, else a number, else all of it. */
    private static String statement(String segment) {
        String sentence = LEADING.matcher(segment).replaceFirst("");
        Matcher verb = VERB.matcher(sentence);
        int from = 0;
        while (WORD.matcher(sentence).lookingAt() && verb.find()) {
            from = verb.end();
        }
        String tail = sentence.substring(from);
        String found = formulas(tail);
        return found.equals(tail) && prose(tail)
                ? NumberReader.first(tail, 0)
                        .map(number -> number.quantity().toString())
                        .orElse(tail)
                : found;
    }

    /** Whether it has three words in a row. */
    private static boolean prose(String text) {
        return PROSE.matcher(text).find();
    }

    /** The formulas of a sentence, if it has any: the first and those joined to it. */
    private static String formulas(String sentence) {
        Matcher matcher = INLINE.matcher(sentence);
        StringBuilder joined = new StringBuilder();
        int before = -1;
        while (matcher.find()) {
            if (before >= 0
                    && !JOINT.matcher(sentence.substring(before, matcher.start())).matches()) {
                break;
            }
            joined.append(before >= 0 ? ", " : "").append(content(matcher));
            before = matcher.end();
        }
        return before < 0 ? sentence : joined.toString();
    }

    private static String content(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            String content = matcher.group(group);
            if (content != null) {
                return content;
            }
        }
        return "";
    }

    private static Optional<String> alone(String text) {
        String stripped = text.strip();
        boolean bare = stripped.length() <= MAX_LINE && stripped.indexOf('\n') < 0;
        String answer = bare ? LEADING.matcher(stripped).replaceFirst("") : "";
        boolean within = INLINE.matcher(answer).find() && !INLINE.matcher(answer).matches();
        return !answer.isEmpty()
                        && !within
                        && !prose(answer)
                        && LatexParser.read(tidy(answer), true).isPresent()
                ? Optional.of(answer)
                : Optional.empty();
    }

    /** The last formula, or a number in the prose behind it. */
    private static Optional<String> lastFormula(String whole) {
        String text = whole.substring(Math.max(0, whole.length() - MAX_SEARCHED));
        Matcher matcher = INLINE.matcher(text);
        Optional<String> last = Optional.empty();
        int end = 0;
        while (matcher.find()) {
            last = Optional.of(content(matcher));
            end = matcher.end();
        }
        Optional<String> behind =
                NumberReader.last(text.substring(end)).map(number -> number.quantity().toString());
        return last.isPresent() || prose(text) ? behind.isPresent() ? behind : last : last;
    }

    private static Optional<String> lastLine(String text) {
        String stripped = text.strip();
        String line = stripped.substring(stripped.lastIndexOf('\n') + 1);
        return line.isEmpty() || line.length() > MAX_LINE ? Optional.empty() : Optional.of(line);
    }

    /** Without dollars, emphasis and final stops around it. */
    static String tidy(String written) {
        String answer = written.strip();
        for (int before = -1; before != answer.length(); ) {
            before = answer.length();
            answer = strip(answer, "**", "**");
            answer = strip(answer, "$$", "$$");
            answer = strip(answer, "\\[", "\\]");
            answer = strip(answer, "\\(", "\\)");
            boolean stop =
                    answer.endsWith(".") && !answer.endsWith("\\right.")
                            || answer.endsWith(",")
                            || answer.endsWith(":");
            answer = (stop ? answer.substring(0, answer.length() - 1) : answer).strip();
        }
        return answer;
    }

    private static String strip(String text, String open, String close) {
        boolean around =
                text.length() >= open.length() + close.length()
                        && text.startsWith(open)
                        && text.endsWith(close);
        return around
                ? text.substring(open.length(), text.length() - close.length()).strip()
                : text;
    }
}
