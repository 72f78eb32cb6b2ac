package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Operation;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.Skill;
import org.junit.jupiter.api.Test;

final class SkillTest {

    private static final Map<Skill, Slip> MISSING =
            Map.of(Skill.CARRY, Slip.FORGOTTEN_CARRY, Skill.BORROW, Slip.FORGOTTEN_BORROW);

    @Test
    void aSkillIsNeededExactlyWhereItsLackSpoilsTheResult() {
        for (Operation operation : List.of(Operation.PLUS, Operation.MINUS, Operation.TIMES)) {
            for (int left = 0; left < 100; left++) {
                for (int right = 0; right < 100; right++) {
                    int result = operation.apply(left, right);
                    if (result >= 0 && result < 100) {
                        assertNeeded(new Step(left, operation.word(), right, result));
                    }
                }
            }
        }
    }

    private static void assertNeeded(Step step) {
        for (Skill skill : Skill.values()) {
            boolean spoiled = MISSING.get(skill).result(step) != step.result();
            assertEquals(spoiled, skill.neededBy(step), skill + " " + step);
        }
    }

    @Test
    void aQuestionHasAStepForEachTimeThatASkillIsNamed() {
        ArithmeticSource source =
                new ArithmeticSource(
                        List.of("chain"), List.of(3, 4), List.of("carry", "borrow", "carry"));
        List<Question> questions = source.draw(Draw.TEST, 4, 200);
        for (Question question : questions) {
            assertTrue(steps(question, Skill.CARRY) >= 2, question.text());
            assertTrue(steps(question, Skill.BORROW) >= 1, question.text());
        }
    }

    private static long steps(Question question, Skill skill) {
        return question.steps().stream().filter(skill::neededBy).count();
    }
}
