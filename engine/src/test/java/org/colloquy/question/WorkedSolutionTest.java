package org.colloquy.question;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.colloquy.question.Question.Step;
import org.junit.jupiter.api.Test;

class WorkedSolutionTest {

    private static final List<Question> QUESTIONS =
            new ArithmeticSource(Family.labels(), List.of(1, 2, 3, 4)).draw(Draw.TEST, 9, 560);

    @Test
    void whatIsWrittenIsReadAgainAndGradedRight() {
        for (Question question : QUESTIONS) {
            String text = WorkedSolution.text(question.steps());
            assertEquals(question.steps(), WorkedSolution.read(text));
            assertEquals(Grade.RIGHT, new ArithmeticGrader().grade(question, text));
            assertEquals(OptionalInt.empty(), WorkedSolution.firstWrongStep(question, text));
        }
    }

    @Test
    void aPlantedErrorIsFoundWhereItIsAndReachesTheAnswerByTheOperationsThatFollow() {
        for (Question question : QUESTIONS) {
            for (int planted = 0; planted < question.level(); planted++) {
                int at = planted;
                Optional<List<Step>> wrong =
                        Working.follow(
                                question.steps(),
                                (index, step) -> step.result() + (index == at ? 1 : 0));
                if (wrong.isPresent()) {
                    assertEquals(
                            OptionalInt.of(at),
                            WorkedSolution.firstWrongStep(
                                    question, WorkedSolution.text(wrong.get())));
                    assertConsistentAfter(at, wrong.get());
                }
            }
        }
    }

    private static void assertConsistentAfter(int planted, List<Step> steps) {
        for (int i = planted + 1; i < steps.size(); i++) {
            Step step = steps.get(i);
            Operation operation = Operation.ofWord(step.operation()).orElseThrow();
            assertEquals(operation.apply(step.left(), step.right()), step.result());
        }
        if (planted + 1 == steps.size() - 1) {
            Step spoiled = steps.get(planted);
            Step last = steps.getLast();
            assertEquals(true, last.left() == spoiled.result() || last.right() == spoiled.result());
        }
    }

    @Test
    void errorsFollowTheStructureOfTwoProducts() {
        List<Step> right =
                List.of(
                        new Step(12, "times", 4, 48),
                        new Step(11, "times", 3, 33),
                        new Step(48, "plus", 33, 81));
        List<Step> wrong =
                Working.follow(right, (index, step) -> index == 1 ? 30 : step.result())
                        .orElseThrow();
        assertEquals(new Step(48, "plus", 30, 78), wrong.getLast());
    }

    @Test
    void missingAndGarbledStepsAreWrongWhereTheyAreMissing() {
        Question question = QUESTIONS.get(QUESTIONS.size() - 1);
        String text = WorkedSolution.text(question.steps());
        assertEquals(OptionalInt.of(0), WorkedSolution.firstWrongStep(question, ""));
        assertEquals(
                OptionalInt.of(question.level() - 1),
                WorkedSolution.firstWrongStep(
                        question, text.substring(0, text.lastIndexOf(" is"))));
        assertEquals(List.of(), WorkedSolution.read("1 plus 2 is 12345678901234567890"));
    }

    @Test
    void numbersOutOfBoundsAreNotFollowed() {
        List<Step> right = List.of(new Step(50, "minus", 50, 0));
        assertEquals(Optional.empty(), Working.follow(right, (index, step) -> -1));
        assertEquals(Optional.empty(), Working.follow(right, (index, step) -> 1000));
    }
}
