package org.colloquy.dialogue;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DialoguePlanTest {

    @Test
    void peersAreOthersOfTheCastAscending() {
        assertDoesNotThrow(() -> plan(List.of(List.of(), List.of(0, 2), List.of(1)), 1));
        for (List<Integer> first : List.of(List.of(0), List.of(3), List.of(-1), List.of(2, 1))) {
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> plan(List.of(first, List.of(), List.of()), 1))
                            .getMessage();
            assertTrue(message.contains("agent 0 of 3 hears " + first), message);
        }
    }

    @Test
    void castAndRoundsAreBounded() {
        assertThrows(IllegalArgumentException.class, () -> plan(List.of(), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> plan(Audience.all(DialoguePlan.MAX_CAST + 1), 1));
        assertThrows(IllegalArgumentException.class, () -> plan(Audience.all(2), 0));
    }

    private static void plan(List<List<Integer>> peers, int rounds) {
        Casts.open(new Idea3(), rounds, Mode.COOPERATE, peers);
    }
}
