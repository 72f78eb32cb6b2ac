package org.colloquy.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.junit.jupiter.api.Test;

class RewardsTest {

    private static final List<Step> STEPS =
            List.of(new Step(2, "plus", 3, 5), new Step(5, "times", 4, 20));
    private static final Question QUESTION =
            new Question("q", "chain", 2, "What is 2 plus 3 times 4?", "20", STEPS);
    private static final String RIGHT = WorkedSolution.text(STEPS);
    private static final String HALF = "First 2 plus 3 is 5. Second 5 times 4 is 21. Answer 21.";

    @Test
    void isTheWorthOfTheGrade() {
        Rewards rewards = new Rewards(new RewardSettings(1, 0.25, -0.5, 0, 0, 0));
        assertEquals(1f, rewards.of(QUESTION, Grade.RIGHT, RIGHT, 20));
        assertEquals(0.25f, rewards.of(QUESTION, Grade.WRONG, HALF, 20));
        assertEquals(-0.5f, rewards.of(QUESTION, Grade.MALFORMED, "Eh.", 2));
    }

    @Test
    void creditsTheStepsBeforeTheFirstWrongOne() {
        Rewards rewards = new Rewards(new RewardSettings(1, 0, 0, 0.5, 0, 0));
        assertEquals(1.5f, rewards.of(QUESTION, Grade.RIGHT, RIGHT, 20));
        assertEquals(0.25f, rewards.of(QUESTION, Grade.WRONG, HALF, 20));
        assertEquals(1f, rewards.of(QUESTION, Grade.RIGHT, "Answer 20.", 4));
        Question bare = new Question("b", "file", 0, "?", "20", List.of());
        assertEquals(0f, rewards.of(bare, Grade.WRONG, HALF, 20));
    }

    @Test
    void takesAwayForTokensOverTheLimit() {
        Rewards rewards = new Rewards(new RewardSettings(1, 0, 0, 0, 0.125, 10));
        assertEquals(1f, rewards.of(QUESTION, Grade.RIGHT, RIGHT, 10));
        assertEquals(0.75f, rewards.of(QUESTION, Grade.RIGHT, RIGHT, 12));
    }

    @Test
    void refusesRewardsThatTeachToBeWrong() {
        assertThrows(IllegalArgumentException.class, () -> new RewardSettings(0, 0, -1, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new RewardSettings(1, 0, 0, -1, 0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RewardSettings(Double.NaN, 0, 0, 0, 0, 0));
    }
}
