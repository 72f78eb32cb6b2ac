package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of the arithmetic world: every token that its questions, prompts and texts are made of.
 *
 * <p>A token is a word, one digit or one sign, with the space before it if there is one; a newline
 * is a token of its own and ends a turn. Joined without anything between, the tokens of a text are
 * that text again.
 */
public final class Vocabulary {

    /** Ends a turn; not one of {@link #words()}. */
    public static final String NEWLINE = "\n";

    private static final Pattern TOKEN =
            Pattern.compile("\\n| ?[A-Za-z]+| ?[0-9]| ?[^\\sA-Za-z0-9]|\\s");

    private static final String LINE_STARTS =
            "Question Idea Peer Work Challenge Check Together Final Revise Harder You";

    private static final String WITHIN =
            """
            First Second Third Fourth first second third fourth
            plus minus times mod versus is Answer
            yes not by my peer you another
            Let us correct refute at I was wrong We agree cannot anybody follow
            with together all replies are A B
            What Which more or
            Ann Tom Mia Sam has in each of buys finds Then gets gives away loses sells
            makes it as many How does have
            apples coins shells cards boxes bags jars
            """;

    private static final String SIGNS = "( ) ? , . :";
    private static final String SPACED_SIGNS = "( + - *";

    private Vocabulary() {}

    /** All tokens but the newline, in a fixed order, each once. */
    public static List<String> words() {
        Set<String> words = new LinkedHashSet<>();
        for (int digit = 0; digit <= 9; digit++) {
            words.add(Integer.toString(digit));
        }
        for (int digit = 0; digit <= 9; digit++) {
            words.add(" " + digit);
        }
        addAll(words, "", SIGNS);
        addAll(words, " ", SPACED_SIGNS);
        addAll(words, "", LINE_STARTS);
        addAll(words, " ", WITHIN);
        return List.copyOf(words);
    }

    /** The tokens of any text; joined they are the text. */
    public static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private static void addAll(Set<String> words, String before, String list) {
        for (String word : list.strip().split("\\s+")) {
            words.add(before + word);
        }
    }
}
