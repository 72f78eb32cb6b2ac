package org.colloquy.question;

import java.util.List;

/** Where questions come from; the same arguments give the same questions, always. */
public interface QuestionSource {

    /**
     * The first {@code count} questions of a draw.
     *
     * @throws IllegalArgumentException if the source cannot give that many, with the number it has
     */
    List<Question> draw(Draw draw, long seed, int count);
}
