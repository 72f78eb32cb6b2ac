package org.colloquy.irt;

import org.colloquy.question.Question;

/**
 * The logit scale that abilities and difficulties share: level labels 1, 2, 3, 4 lie at -1.5, -0.5,
 * 0.5, 1.5, one logit apart and centred on 0, where an agent of ability 0 is right half the time.
 */
public final class DifficultyScale {

    private static final double MIDDLE_LEVEL = 2.5;

    private DifficultyScale() {}

    /** The difficulty of a level label; of 0, an unknown level, the middle of the scale. */
    public static double ofLevel(int level) {
        if (level < 0) {
            throw new IllegalArgumentException("level is " + level + "; it must be 0 or more");
        }
        return level == 0 ? 0 : level - MIDDLE_LEVEL;
    }

    /** The difficulty that a question's own label gives: the {@code label} estimator. */
    public static double label(Question question) {
        return ofLevel(question.level());
    }

    /** {@code ln(p / (1 - p))} by StrictMath. */
    static double logit(double p) {
        return StrictMath.log(p / (1 - p));
    }
}
