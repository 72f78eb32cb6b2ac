package org.colloquy.dialogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.question.ArithmeticGrader;
import org.colloquy.random.CounterRandom;
import org.colloquy.random.Dice;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {

    private static final List<Protocol> PROTOCOLS =
            List.of(new Solo(), new Vote(), new Debate(), new Idea3());

    /** Explores every interleaving of arrivals, and checks each state on the way. */
    @Test
    void everyOrderOfArrivalEndsInTheSameDialogue() {
        for (Protocol protocol : PROTOCOLS) {
            for (int cast = 1; cast <= 3; cast++) {
                Dialogue open = Casts.open(protocol, cast, 1);
                Outcome inOrder = new Outcome();
                explore(open, inOrder);
                int rounds = protocol.stages(1).size();
                int orders = List.of(1, 1, 2, 6).get(cast);
                assertEquals((int) Math.pow(orders, rounds), inOrder.paths, protocol.name());
                assertEquals(1, inOrder.ends.size(), protocol.name());
            }
        }
    }

    private static final class Outcome {
        final List<List<Turn>> ends = new ArrayList<>();
        int paths;
    }

    private static void explore(Dialogue dialogue, Outcome outcome) {
        if (dialogue.complete()) {
            outcome.paths++;
            if (!outcome.ends.contains(dialogue.turns())) {
                outcome.ends.add(dialogue.turns());
            }
            return;
        }
        for (TurnId id : dialogue.awaited()) {
            Dialogue next = dialogue.accept(Casts.turn(dialogue, id, Casts.scribble(id)));
            assertTrue(next.rounds().size() >= dialogue.rounds().size());
            explore(next, outcome);
        }
    }

    @Test
    void randomOrdersOfLargeCastsEndInTheSameDialogue() {
        for (Protocol protocol : PROTOCOLS) {
            for (int cast : List.of(5, DialoguePlan.MAX_CAST)) {
                List<Turn> first = played(protocol, cast, 0).turns();
                List<String> finals =
                        protocol.finalTexts(played(protocol, cast, 0), new ArithmeticGrader());
                assertEquals(cast, finals.size());
                for (int order = 1; order < 4; order++) {
                    assertEquals(first, played(protocol, cast, order).turns(), protocol.name());
                }
            }
        }
    }

    private static Dialogue played(Protocol protocol, int cast, int order) {
        Dialogue dialogue = Casts.open(protocol, cast, 2);
        Dice dice = new Dice(CounterRandom.key(order, "order"));
        while (!dialogue.complete()) {
            List<TurnId> awaited = dialogue.awaited();
            TurnId id = order == 0 ? awaited.getFirst() : dice.pick(awaited);
            dialogue = dialogue.accept(Casts.turn(dialogue, id, Casts.scribble(id)));
        }
        return dialogue;
    }

    @Test
    void turnsThatAreNotAwaitedAreRefused() {
        Dialogue open = Casts.open(new Idea3(), 2, 1);
        TurnId first = open.awaited().getFirst();
        Turn turn = Casts.turn(open, first, "x");
        Dialogue next = open.accept(turn);
        assertThrows(IllegalArgumentException.class, () -> next.accept(turn));
        for (TurnId wrong :
                List.of(
                        new TurnId(first.dialogue(), 1, Stage.ANALYSE, 1),
                        new TurnId(first.dialogue(), 0, Stage.FUSE, 1),
                        new TurnId(first.dialogue(), 0, Stage.SHARE, 2),
                        new TurnId(new DialogueId(0, 0, 1), 0, Stage.SHARE, 1))) {
            Turn foreign = new Turn(wrong, "", "x", TokenTrace.NONE, false);
            assertThrows(IllegalArgumentException.class, () -> next.accept(foreign));
        }
        assertFalse(next.complete());
        assertEquals(1, next.awaited().size());
    }
}
