package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.TransformerConfig;
import org.junit.jupiter.api.Test;

final class PassWorkTest {

    private static Example example(int[] prompt, int... answer) {
        float[] behaviour = new float[answer.length];
        return new Example(new Trajectory(prompt, answer, behaviour, false, 1), 1, 1, false);
    }

    @Test
    void commonStartsCountOnceAndEveryAnswerTokenHasItsLogits() {
        Example one = example(new int[] {1, 2, 3}, 4, 5);
        Example same = example(new int[] {1, 2, 3}, 4, 6);
        Example other = example(new int[] {2, 2}, 6);
        assertEquals(new PassWork(4, 1 + 2 + 3 + 4, 2), PolicyBatch.of(List.of(one)).work());
        assertEquals(new PassWork(4, 10, 4), PolicyBatch.of(List.of(one, same)).work());
        assertEquals(
                new PassWork(4 + 2, 10 + 3, 5), PolicyBatch.of(List.of(one, same, other)).work());
    }

    @Test
    void operationsAreSixForEachWeightOfAProductAndRow() {
        TransformerConfig config = TwoArms.CONFIG;
        long parameters = Parameters.size(config);
        double table = 7 * 16;
        assertEquals(
                6 * (parameters - table) * 5 + 6 * table * 3 + 12.0 * 16 * 11,
                new PassWork(5, 11, 3).operations(config, parameters),
                1e-6);
    }
}
