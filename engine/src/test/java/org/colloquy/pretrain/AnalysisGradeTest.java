package org.colloquy.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.colloquy.dialogue.Mode;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.question.ArithmeticSource;
import org.colloquy.question.Draw;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;
import org.colloquy.question.Question.Step;
import org.colloquy.question.WorkedSolution;
import org.colloquy.random.CounterRandom;
import org.colloquy.reward.AnalysisGrader;
import org.junit.jupiter.api.Test;

/** The analyses that agents learn from are graded right, and those of other questions are not. */
final class AnalysisGradeTest {

    private static final AnalysisGrader GRADER = new AnalysisGrader(new ArithmeticGrader());

    /** The worked solution; for two of three keys with one result wrong, the answer too. */
    private static String say(Question question, long key) {
        List<Step> steps = new ArrayList<>(question.steps());
        int wrong = CounterRandom.below(key, 0, steps.size());
        if (CounterRandom.below(key, 1, 3) > 0) {
            for (int i = wrong; i < steps.size(); i++) {
                Step step = steps.get(i);
                steps.set(
                        i,
                        new Step(step.left(), step.operation(), step.right(), step.result() + 10));
            }
        }
        return WorkedSolution.text(steps);
    }

    @Test
    void aGoodAnalysisIsRightAndASwappedOneOftenIsNot() {
        List<Question> questions =
                new ArithmeticSource(List.of("chain"), List.of(2, 3)).draw(Draw.TRAIN, 5, 60);
        for (int peers = 0; peers <= 3; peers++) {
            Map<Grade, Integer> swapped = new EnumMap<>(Grade.class);
            for (int i = 0; i < questions.size(); i++) {
                Question question = questions.get(i);
                List<String> said = new ArrayList<>();
                List<String> others = new ArrayList<>();
                for (int who = 0; who <= peers; who++) {
                    said.add(say(question, CounterRandom.key(7, "say", i, who)));
                    others.add(say(question, CounterRandom.key(8, "say", i, who)));
                }
                String text = analysis(question, i, said);
                assertEquals(Grade.RIGHT, grade(question, text, said), text + " of " + said);
                String other = analysis(question, i, others);
                swapped.merge(grade(question, other, said), 1, Integer::sum);
            }
            assertTrue(swapped.getOrDefault(Grade.WRONG, 0) > 10, peers + ": " + swapped);
            assertEquals(0, swapped.getOrDefault(Grade.MALFORMED, 0));
        }
    }

    private static String analysis(Question question, int i, List<String> said) {
        Mode mode = i % 2 == 0 ? Mode.COOPERATE : Mode.COMPETE;
        return AnalysisText.of(
                mode, question.steps(), said.getFirst(), said.subList(1, said.size()));
    }

    private static Grade grade(Question question, String text, List<String> said) {
        return GRADER.grade(question, text, said.getFirst(), said.subList(1, said.size()));
    }

    @Test
    void verdictsThatCannotBeReadOrAreAboutNobodyAreNotRight() {
        Question question =
                new ArithmeticSource(List.of("chain"), List.of(2))
                        .draw(Draw.TRAIN, 5, 1)
                        .getFirst();
        String right = WorkedSolution.text(question.steps());
        List<String> both = List.of(right, right);
        assertEquals(Grade.MALFORMED, grade(question, "First 1 plus 1 is 2, yes.", both));
        assertEquals(Grade.MALFORMED, grade(question, "", both));
        assertEquals(Grade.RIGHT, grade(question, "I cannot refute peer 1.", both));
        assertEquals(Grade.WRONG, grade(question, "I refute peer 2 at first.", both));
        assertEquals(Grade.WRONG, grade(question, "I cannot follow peer 1.", both));
        assertEquals(
                Grade.RIGHT,
                grade(question, "I cannot follow peer 1.", List.of(right, "Well, hm.")));
        assertEquals(Grade.WRONG, grade(question, "We agree.", List.of(right, "Answer 1000.")));
    }
}
