package org.colloquy.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.colloquy.grpo.Group;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.tensor.VectorOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpoBenchTest {

    private static final GrpoSettings SMALL =
            new GrpoSettings(
                    4,
                    4,
                    GrpoSettings.DEFAULT.advantages(),
                    GrpoSettings.DEFAULT.internalise(),
                    GrpoSettings.DEFAULT.loss(),
                    GrpoSettings.DEFAULT.update());

    @ParameterizedTest
    @ValueSource(ints = {5, 64, 100})
    void bothLossesAreTheSame(int v) {
        try (VectorOps ops = new VectorOps(1)) {
            LossRivals rivals = new LossRivals(9, v, ops);
            UnfusedLoss.Result fused = rivals.fused();
            UnfusedLoss.Result unfused = rivals.unfused();
            assertArrayEquals(fused.losses(), unfused.losses(), 1e-6f);
            assertArrayEquals(fused.gradients(), unfused.gradients(), 1e-6f);
        }
    }

    @Test
    void anIterationAnswersEveryQuestionAndLearns() {
        try (VectorOps ops = new VectorOps(1)) {
            GrpoIteration iteration = new GrpoIteration(SMALL, 1, ops);
            List<List<Group>> groups = iteration.rollout(0);
            assertEquals(4, groups.size());
            groups.forEach(agents -> assertEquals(2, agents.size()));
            groups.forEach(agents -> assertEquals(4, agents.getFirst().sampled().size()));
            List<List<ScoredGroup>> scored = iteration.score(groups, ops);
            assertEquals(2, scored.size());
            assertTrue(GrpoIteration.trainedTokens(scored) > 0);
            iteration.learn(1, scored);
            assertFalse(
                    iteration.rollout(0).getFirst().getFirst().sampled().getFirst().behaviour()[0]
                            == groups.getFirst().getFirst().sampled().getFirst().behaviour()[0]);
        }
    }

    @Test
    void everyFigureIsANumber() {
        List<Figure> figures = new GrpoBench(1, SMALL, 0, 1, 1 << 12).run(line -> {});
        for (Figure figure : figures) {
            assertTrue(Double.isFinite(figure.value()), figure.name());
        }
        assertTrue(
                figures.stream().anyMatch(one -> one.name().equals("update, share of the peak")));
    }
}
