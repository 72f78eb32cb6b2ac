package org.colloquy.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.colloquy.question.Question.Step;
import org.junit.jupiter.api.Test;

class ArithmeticSourceTest {

    private static final List<Integer> LEVELS = List.of(1, 2, 3, 4);

    private final ArithmeticSource everything = new ArithmeticSource(Family.labels(), LEVELS);

    @Test
    void everyWorkedSolutionIsRightBoundedAndAsLongAsItsLevel() {
        for (Question question : everything.draw(Draw.TRAIN, 7, 1400)) {
            assertEquals(question.level(), question.steps().size(), question.text());
            for (Step step : question.steps()) {
                int right =
                        Operation.ofWord(step.operation())
                                .orElseThrow()
                                .apply(step.left(), step.right());
                assertEquals(right, step.result(), question.text());
                assertTrue(step.result() >= 0 && step.result() <= 999, question.text());
            }
            assertEquals(question.answer(), Integer.toString(question.steps().getLast().result()));
        }
    }

    @Test
    void theSameArgumentsGiveTheSameQuestionsAndAPrefixIsAPrefix() {
        List<Question> hundred = everything.draw(Draw.TEST, 3, 100);
        assertEquals(hundred, everything.draw(Draw.TEST, 3, 100));
        assertEquals(hundred.subList(0, 40), everything.draw(Draw.TEST, 3, 40));
        assertTrue(!hundred.equals(everything.draw(Draw.TEST, 4, 100)));
    }

    @Test
    void drawsShareNoTextWhateverTheSeedAndNoTextOrIdRepeats() {
        Map<String, Draw> owner = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (Draw draw : Draw.values()) {
            List<Question> questions = everything.draw(draw, draw.ordinal(), 560);
            assertEquals(560, questions.stream().map(Question::text).distinct().count());
            for (Question question : questions) {
                assertTrue(ids.add(question.id()), question.id());
                assertEquals(draw, owner.merge(question.text(), draw, (before, now) -> before));
            }
        }
    }

    @Test
    void everyPrefixIsBalanced() {
        List<Question> questions = everything.draw(Draw.TEST, 1, 280);
        for (int cycles = 1; cycles <= 40; cycles++) {
            Map<String, Integer> counts = new HashMap<>();
            questions
                    .subList(0, 7 * cycles)
                    .forEach(q -> counts.merge(q.family(), 1, Integer::sum));
            for (int count : counts.values()) {
                assertEquals(cycles, count);
            }
        }
        assertEquals(70, questions.stream().filter(question -> question.level() == 4).count());
    }

    @Test
    void anExhaustedFamilyIsNamedWithTheNumberThatThereIs() {
        ArithmeticSource remainders = new ArithmeticSource(List.of("remainder"), List.of(1));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> remainders.draw(Draw.VALIDATION, 1, 5000))
                        .getMessage();
        assertTrue(message.contains("validation") && message.contains("remainder"), message);
        int available = Integer.parseInt(message.replaceAll(".*only (\\d+) .*", "$1"));
        assertTrue(available > 30 && available < 200, message);
    }

    @Test
    void mistakesInTheSettingsAreNamed() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ArithmeticSource(List.of("divide"), LEVELS));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ArithmeticSource(List.of("add"), List.of(5)));
        assertThrows(IllegalArgumentException.class, () -> new ArithmeticSource(List.of(), LEVELS));
    }
}
