package org.colloquy.question;

import java.util.Optional;

/** Reads the answer out of a text and compares it; total: never throws on any text. */
public interface Grader {

    /** The answer that the text gives, normalised; empty if it gives none. */
    Optional<String> answerIn(String text);

    Grade grade(Question question, String text);
}
