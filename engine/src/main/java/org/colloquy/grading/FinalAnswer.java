package org.colloquy.grading;

import java.util.LinkedList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where a text states its answer, whatever the answer is. */
final class FinalAnswer {

    /** Longest text that is looked at, in characters; of a longer one the end. */
    static final int MAX_TEXT = 1_000_000;

    private static final int MAX_SEGMENT = 400;
    private static final int MAX_SEGMENTS = 1000;
    private static final int MAX_BOX = 4000;
    private static final int MAX_BOXES = 200;
    private static final String[] BOXES = {"\\boxed", "\\fbox"};
    private static final Pattern MARKER =
            Pattern.compile(
                    "\\banswers?\\b(?:[^\\n.!?:=]{0,100}?(?:\\bis\\b|\\bare\\b|\\bequals\\b|[:=])"
                            + "|(?=[ \\t]{1,4}[-+$(\\\\\\d])|[*_ \\t]{0,8}\\n)"
                            + "|(?m:^[ \\t*]{0,8}A:)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern SENTENCE_END = Pattern.compile("\\n|[.!?](?=[\\s*\"')]|$)");
    private static final Pattern BETWEEN_BOXES =
            Pattern.compile(
                    "(?:\\\\quad|\\\\qquad|\\\\text|and|or|[\\s$,;.(){}\\[\\]\\\\]){1,40}+");

    private FinalAnswer() {}

    /** The text, or its end where it is too long. */
    static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(text.length() - MAX_TEXT);
    }

    /** What the last {@code \boxed} holds; boxes that are only joined by "and" are one list. */
    static Optional<String> boxed(String text) {
        Optional<String> joined = Optional.empty();
        int before = -1;
        int at = nextBox(text, lastBoxes(text));
        while (at >= 0) {
            int open = contentStart(text, at);
            int close = closing(text, open);
            if (close >= 0) {
                String content = text.substring(open, close).strip();
                boolean goesOn =
                        before >= 0
                                && at - before <= 40
                                && BETWEEN_BOXES.matcher(text.substring(before, at)).matches();
                String sofar = goesOn ? joined.orElse("") + ", " : "";
                joined = Optional.of(sofar.length() > MAX_SEGMENT ? content : sofar + content);
                before = Math.min(text.length(), close + 1);
            }
            at = nextBox(text, close >= 0 ? close : at + 1);
        }
        return joined.filter(content -> !content.isEmpty());
    }

    /** Where the last of many boxes begin. */
    private static int lastBoxes(String text) {
        int at = text.length();
        for (int boxes = 0; boxes < MAX_BOXES && at > 0; boxes++) {
            at = Math.max(text.lastIndexOf(BOXES[0], at - 1), text.lastIndexOf(BOXES[1], at - 1));
        }
        return Math.max(0, at);
    }

    private static int nextBox(String text, int from) {
        int first = -1;
        for (String box : BOXES) {
            int found = text.indexOf(box, from);
            first = found >= 0 && (first < 0 || found < first) ? found : first;
        }
        return first;
    }

    private static int contentStart(String text, int box) {
        int at = box + 1;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '{' ? at + 1 : at;
    }

    /** The end of what a box holds; -1 where it is cut off. */
    private static int closing(String text, int open) {
        boolean braced = open > 0 && open <= text.length() && text.charAt(open - 1) == '{';
        int depth = 1;
        int end = Math.min(text.length(), open + MAX_BOX);
        for (int at = open; at < end; at++) {
            char c = text.charAt(at);
            if (!braced && (c == '$' || c == '\n' || c == '.')) {
                return at;
            }
            if (c == '\\') {
                at++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at;
            }
        }
        return braced ? -1 : end;
    }

    /** The rest of the last line that starts with {@code ####}. */
    static Optional<String> hashed(String text) {
        int at = text.lastIndexOf("####");
        if (at < 0) {
            return Optional.empty();
        }
        int end = text.indexOf('\n', at);
        String line = text.substring(at + 4, end < 0 ? text.length() : end).strip();
        return line.isEmpty() || line.length() > MAX_SEGMENT ? Optional.empty() : Optional.of(line);
    }

    /** What follows each "the answer is", up to the end of its sentence, in the text's order. */
    static List<String> stated(String text) {
        LinkedList<String> segments = new LinkedList<>();
        Matcher marker = MARKER.matcher(text);
        while (marker.find()) {
            segments.add(segment(text, marker.end()));
            if (segments.size() > MAX_SEGMENTS) {
                segments.removeFirst();
            }
        }
        segments.removeIf(String::isEmpty);
        return segments;
    }

    private static String segment(String text, int from) {
        int start = from;
        while (start < text.length() && " \t\n\r*_:=>\"'`".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        String rest = text.substring(start, Math.min(text.length(), start + MAX_SEGMENT));
        for (String[] display : new String[][] {{"\\[", "\\]"}, {"$$", "$$"}}) {
            int close = rest.indexOf(display[1], 2);
            if (rest.startsWith(display[0]) && close > 0) {
                return rest.substring(2, close).strip();
            }
        }
        Matcher end = SENTENCE_END.matcher(rest);
        return (end.find() ? rest.substring(0, end.start()) : rest).strip();
    }
}
