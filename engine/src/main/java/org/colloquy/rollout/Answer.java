package org.colloquy.rollout;

import org.colloquy.dialogue.Turn;
import org.colloquy.question.Grade;

/**
 * A turn and what it is worth.
 *
 * @param grade of its own text
 * @param reward by the rule of its stage
 * @param alone by its own text, whatever its stage is rewarded by
 */
record Answer(Turn turn, Grade grade, float reward, float alone) {

    boolean right() {
        return grade == Grade.RIGHT;
    }

    /** The same in somebody else's group. */
    Answer taken() {
        return new Answer(turn, grade, alone, alone);
    }
}
