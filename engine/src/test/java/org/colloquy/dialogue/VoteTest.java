package org.colloquy.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.colloquy.question.ArithmeticGrader;
import org.junit.jupiter.api.Test;

class VoteTest {

    @Test
    void theMostFrequentAnswerIsEverybodys() {
        assertEquals(
                List.of("Answer 5.", "Answer 5.", "Answer 5."),
                voted(
                        List.of("Answer 4.", "Answer 5.", "?"),
                        List.of("Answer 6.", "Answer 5", "5, so answer 5")));
        assertEquals(
                List.of("So answer: 7", "So answer: 7"),
                voted(List.of("So answer: 7", "Answer 8."), List.of("Answer 7.", "Answer 9.")));
    }

    @Test
    void theAnswerGivenFirstWinsATie() {
        assertEquals(List.of("Answer 4.", "Answer 4."), voted(List.of("Answer 4.", "Answer 5.")));
        assertEquals(
                List.of("Answer 5.", "Answer 5."),
                voted(
                        List.of("?", "Answer 5."),
                        List.of("Answer 4.", "Answer 4, no, answer 5."),
                        List.of("Answer 4.", "!")));
    }

    @Test
    void withoutAnyAnswerEverybodyKeepsItsLastText() {
        assertEquals(List.of("c", "d"), voted(List.of("a", "b"), List.of("c", "d")));
    }

    @SafeVarargs
    private static List<String> voted(List<String>... rounds) {
        Dialogue dialogue = Casts.open(new Vote(), rounds[0].size(), rounds.length);
        for (List<String> round : rounds) {
            for (TurnId id : dialogue.awaited()) {
                dialogue = dialogue.accept(Casts.turn(dialogue, id, round.get(id.agent())));
            }
        }
        return new Vote().finalTexts(dialogue, new ArithmeticGrader());
    }
}
