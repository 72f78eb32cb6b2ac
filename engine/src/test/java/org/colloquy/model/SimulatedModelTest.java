package org.colloquy.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.colloquy.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SimulatedModelTest {

    private static final int REQUESTS = 20_000;

    private static String text(SimulatedModel model, long key, Occasion occasion) {
        CompletionBatch batch = model.open(1);
        batch.add(5, new CompletionRequest(key, "", Sampling.greedy(9), occasion));
        Ended ended = batch.step().getFirst();
        assertEquals(5, ended.ticket());
        return assertInstanceOf(Completion.class, ended.outcome()).text();
    }

    private static double rightShare(String stage, double difficulty, String... peers) {
        SimulatedModel model = new SimulatedModel(0.5);
        Occasion occasion = new Occasion(stage, "226", difficulty, List.of(peers));
        int right = 0;
        for (int i = 0; i < REQUESTS; i++) {
            long key = CounterRandom.key(3, "request", i);
            right += text(model, key, occasion).endsWith("Answer 226.") ? 1 : 0;
        }
        return right / (double) REQUESTS;
    }

    @Test
    void isRightAsOftenAsTheResponseModelSays() {
        for (double difficulty : new double[] {-1, 0, 0.5, 2}) {
            double expected = 1 / (1 + Math.exp(-1.7 * (0.5 - difficulty)));
            assertEquals(expected, rightShare("share", difficulty), 0.015);
            assertEquals(expected, rightShare("analyse", difficulty), 0.015);
        }
    }

    @Test
    void aMajorityOfRightPeersConvinces() {
        assertEquals(1, rightShare("fuse", 3, "Answer 226.", "I agree. Answer 226.", "Answer 3."));
        assertEquals(0.5, rightShare("fuse", 0.5, "Answer 226.", "Answer 2260."), 0.015);
        assertEquals(1, rightShare("revise", 3, "Answer 226."));
    }

    @Test
    void answersAreAPureFunctionOfTheKey() {
        SimulatedModel model = new SimulatedModel(0);
        Occasion occasion = new Occasion("compare", "A", 0, List.of());
        List<String> texts = List.of("A", "B");
        for (long key = 0; key < 100; key++) {
            String text = text(model, key, occasion);
            assertEquals(text, text(model, key, occasion));
            assertTrue(texts.contains(text), text);
        }
        Occasion words = new Occasion("share", "blue", 9, List.of());
        assertEquals("Answer 0.", text(model, 1, words));
    }

    @Test
    void aBatchIsBounded() {
        CompletionBatch batch = new SimulatedModel(0).open(2);
        CompletionRequest request = new CompletionRequest(1, "", Sampling.greedy(9), Occasion.NONE);
        batch.add(1, request);
        batch.add(2, request);
        assertThrows(IllegalStateException.class, () -> batch.add(3, request));
        batch.cancel(1);
        batch.add(3, request);
        assertEquals(List.of(2L, 3L), batch.step().stream().map(Ended::ticket).toList());
        assertEquals(0, batch.running());
    }
}
