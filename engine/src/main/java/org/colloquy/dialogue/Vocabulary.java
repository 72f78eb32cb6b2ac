package org.colloquy.dialogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The words of the arithmetic world: everything that its questions, prompts and texts are made of,
 * namely words, single digits, signs and the line break.
 */
public final class Vocabulary {

    /** Ends the line of a turn; one of {@link #words()}. */
    public static final String NEWLINE = "\n";

    private static final String DIGITS = "0 1 2 3 4 5 6 7 8 9";
    private static final String SIGNS = "( ) ? , . : + - *";

    private static final String WORDS =
            """
            Question Idea Peer Work Challenge Check Together Final Revise Harder You
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

    private Vocabulary() {}

    /** All tokens in a fixed order, each once; special tokens are the tokenizer's own. */
    public static List<String> words() {
        Set<String> words = new LinkedHashSet<>(List.of(NEWLINE));
        for (String list : List.of(DIGITS, SIGNS, WORDS)) {
            words.addAll(List.of(list.strip().split("\\s+")));
        }
        return List.copyOf(words);
    }
}
