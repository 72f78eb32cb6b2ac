package org.colloquy.grpo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.TensorOps;
import org.colloquy.tensor.VectorOps;
import org.colloquy.transformer.Parameters;
import org.junit.jupiter.api.Test;

class GrpoStepTest {

    private static final double RATE = 1e-2;
    private static final LossSettings PLAIN = LossSettings.DEFAULT;

    private final TensorOps ops = new ScalarOps();

    private static GrpoSettings settings(LossSettings loss, UpdateSettings update) {
        return GrpoSettings.DEFAULT.with(loss).with(update);
    }

    private static GrpoStep step(Parameters parameters, GrpoSettings settings, TensorOps ops) {
        return new GrpoStep(
                "ada",
                parameters,
                Optional.empty(),
                settings,
                100,
                TwoArms.INVERSE_TEMPERATURE,
                ops);
    }

    private static Parameters fresh(TensorOps ops) {
        return Parameters.initial(TwoArms.CONFIG, 3, ops);
    }

    private static float[] weights(Parameters parameters, TensorOps ops) {
        float[] values = new float[parameters.flat().size()];
        ops.download(parameters.flat(), values);
        return values;
    }

    @Test
    void learnsWhichArmIsRight() {
        Parameters parameters = fresh(ops);
        GrpoStep step = step(parameters, settings(PLAIN, LossCases.update(1, 1, RATE, 64)), ops);
        double first = 0;
        double last = 0;
        for (int i = 0; i < 40; i++) {
            StepMetrics metrics = step.take(i, TwoArms.groups(parameters, 16, i, ops));
            assertEquals(1, metrics.ratioMin());
            assertEquals(1, metrics.ratioMax());
            first += i < 5 ? metrics.rewardMean() / 5 : 0;
            last += i >= 35 ? metrics.rewardMean() / 5 : 0;
        }
        assertTrue(first < 0.4, "began at " + first);
        assertTrue(last > 0.9, "ended at " + last);
        assertTrue(step.optimizer().updates() > 20, "most steps had something to teach");
    }

    @Test
    void microBatchesAndBackendsChangeNoBit() {
        List<ScoredGroup> groups = TwoArms.groups(fresh(ops), 1024, 0, ops);
        for (RatioLevel level : RatioLevel.values()) {
            LossSettings loss = LossCases.loss(0, level, false, OptionalDouble.empty());
            List<StepMetrics> metrics = new ArrayList<>();
            List<float[]> after = new ArrayList<>();
            for (int rows : new int[] {1, 300, 100_000}) {
                for (TensorOps backend : List.of(ops, new VectorOps(2))) {
                    Parameters parameters = fresh(backend);
                    UpdateSettings update = LossCases.update(3, 2, RATE, rows);
                    GrpoStep step = step(parameters, settings(loss, update), backend);
                    metrics.add(step.take(0, groups));
                    after.add(weights(parameters, backend));
                }
            }
            for (int i = 1; i < after.size(); i++) {
                assertEquals(metrics.getFirst(), metrics.get(i));
                assertArrayEquals(after.getFirst(), after.get(i));
            }
            assertEquals(6, metrics.getFirst().updates());
            assertTrue(metrics.getFirst().ratioMax() > 1.01, "later ratios are not 1");
        }
    }

    @Test
    void missingLogProbsAreThoseOfThePolicyBeforeTheStep() {
        List<ScoredGroup> told = TwoArms.groups(fresh(ops), 8, 0, ops);
        List<Group> untold = new ArrayList<>();
        for (ScoredGroup scored : told) {
            untold.add(new Group(withBehaviour(scored.group().sampled(), 0, true), List.of()));
        }
        GrpoSettings settings = settings(PLAIN, LossCases.update(2, 1, RATE, 64));
        Parameters one = fresh(ops);
        Parameters other = fresh(ops);
        StepMetrics first = step(one, settings, ops).take(0, told);
        StepMetrics second =
                step(other, settings, ops)
                        .take(0, TwoArms.scored(untold, AdvantageSettings.DEFAULT, ops));
        assertEquals(first, second);
        assertArrayEquals(weights(one, ops), weights(other, ops));
    }

    @Test
    void aForeignSamplerIsWeighedUpToTheCap() {
        List<ScoredGroup> told = TwoArms.groups(fresh(ops), 8, 0, ops);
        List<Group> foreign = new ArrayList<>();
        for (ScoredGroup scored : told) {
            foreign.add(new Group(withBehaviour(scored.group().sampled(), -1, false), List.of()));
        }
        LossSettings loss = LossCases.loss(0, RatioLevel.TOKEN, false, OptionalDouble.of(2));
        UpdateSettings update = LossCases.update(1, 1, RATE, 64);
        StepMetrics own = step(fresh(ops), settings(loss, update), ops).take(0, told);
        StepMetrics weighed =
                step(fresh(ops), settings(loss, update), ops)
                        .take(0, TwoArms.scored(foreign, AdvantageSettings.DEFAULT, ops));
        assertEquals(1, weighed.ratioMax());
        assertEquals(2 * own.gradientNorm(), weighed.gradientNorm(), 1e-5);
    }

    private static List<Trajectory> withBehaviour(
            List<Trajectory> trajectories, float shift, boolean none) {
        List<Trajectory> changed = new ArrayList<>();
        for (Trajectory from : trajectories) {
            float[] behaviour = none ? new float[0] : from.behaviour().clone();
            for (int i = 0; i < behaviour.length; i++) {
                behaviour[i] += shift;
            }
            changed.add(
                    new Trajectory(
                            from.prompt(),
                            from.completion(),
                            behaviour,
                            from.truncated(),
                            from.reward()));
        }
        return changed;
    }

    @Test
    void groupsWithoutADifferenceAreCountedAndTeachNothing() {
        Trajectory answer = answer(0, 0.5f, false);
        Group equal = new Group(List.of(answer, answer), List.of());
        Parameters parameters = fresh(ops);
        float[] before = weights(parameters, ops);
        GrpoStep step = step(parameters, GrpoSettings.DEFAULT, ops);
        StepMetrics metrics =
                step.take(0, TwoArms.scored(List.of(equal), AdvantageSettings.DEFAULT, ops));
        assertEquals(1, metrics.zeroSpreadGroups());
        assertEquals(0, metrics.tokens());
        assertEquals(0, metrics.updates());
        assertEquals(0.5, metrics.rewardMean());
        assertArrayEquals(before, weights(parameters, ops));
    }

    @Test
    void skippedGroupsDoNotCountInTheMeanOfTheLoss() {
        Group teaches = new Group(List.of(answer(0, 1, false), answer(1, 0, false)), List.of());
        Group equal = new Group(List.of(answer(0, 1, false), answer(1, 1, false)), List.of());
        List<Group> groups = List.of(teaches, equal);
        AdvantageSettings skip =
                new AdvantageSettings(true, AdvantageNormalisation.GROUP, DynamicSampling.SKIP);
        GrpoSettings off = settings(PLAIN, LossCases.update(1, 1, RATE, 64));
        StepMetrics counted =
                step(fresh(ops), off, ops)
                        .take(0, TwoArms.scored(groups, AdvantageSettings.DEFAULT, ops));
        StepMetrics skipped =
                step(fresh(ops), off.with(skip), ops).take(0, TwoArms.scored(groups, skip, ops));
        assertEquals(6, skipped.tokens());
        assertEquals(6, counted.tokens());
        assertEquals(2 * counted.gradientNorm(), skipped.gradientNorm(), 1e-6);
    }

    @Test
    void truncatedAnswersCanBeMasked() {
        Group group = new Group(List.of(answer(0, 1, false), answer(1, 0, true)), List.of());
        List<ScoredGroup> groups = TwoArms.scored(List.of(group), AdvantageSettings.DEFAULT, ops);
        LossSettings mask = LossCases.loss(0, RatioLevel.TOKEN, true, OptionalDouble.empty());
        StepMetrics metrics =
                step(fresh(ops), GrpoSettings.DEFAULT.with(mask), ops).take(0, groups);
        assertEquals(1, metrics.trajectories());
        assertEquals(0.5, metrics.truncatedShare());
    }

    @Test
    void whatIsTakenOverIsLearnedIfItIsAboveTheGroup() {
        Trajectory right = answer(0, 1, false);
        Trajectory wrong = answer(1, 0, false);
        Group group = new Group(List.of(wrong, wrong), withBehaviour(List.of(right), 0, true));
        List<ScoredGroup> groups = TwoArms.scored(List.of(group), AdvantageSettings.DEFAULT, ops);
        Parameters parameters = fresh(ops);
        GrpoSettings settings = settings(PLAIN, LossCases.update(40, 1, RATE, 64));
        StepMetrics metrics = step(parameters, settings, ops).take(0, groups);
        assertEquals(1, metrics.internalised());
        assertEquals(3, metrics.trajectories());
        double share = 0;
        for (ScoredGroup after : TwoArms.groups(parameters, 32, 0, ops).subList(0, 1)) {
            for (Trajectory sampled : after.group().sampled()) {
                share += TwoArms.reward(0, sampled.completion()) / 32;
            }
        }
        assertTrue(share > 0.9, "gives the answer it took over in " + share + " of samples");
        Group above = new Group(List.of(right, right), List.of(wrong));
        StepMetrics none =
                step(fresh(ops), settings, ops)
                        .take(0, TwoArms.scored(List.of(above), AdvantageSettings.DEFAULT, ops));
        assertEquals(0, none.internalised());
    }

    @Test
    void klKeepsThePolicyNearTheReference() {
        Parameters parameters = fresh(ops);
        LossSettings loss = LossCases.loss(0.5, RatioLevel.TOKEN, false, OptionalDouble.empty());
        GrpoSettings settings = settings(loss, LossCases.update(1, 1, RATE, 64));
        assertThrows(IllegalArgumentException.class, () -> step(parameters, settings, ops));
        GrpoStep step =
                new GrpoStep(
                        "ada",
                        parameters,
                        Optional.of(Parameters.initial(TwoArms.CONFIG, 4, ops)),
                        settings,
                        100,
                        TwoArms.INVERSE_TEMPERATURE,
                        ops);
        AdvantageSettings none = AdvantageSettings.DEFAULT;
        double first = 0;
        double last = 0;
        for (int i = 0; i < 30; i++) {
            List<Group> groups = new ArrayList<>();
            for (ScoredGroup scored : TwoArms.groups(parameters, 16, i, ops)) {
                groups.add(new Group(rewarded(scored.group().sampled(), 1), List.of()));
            }
            last = step.take(i, TwoArms.scored(groups, none, ops)).kl();
            first = i == 0 ? last : first;
        }
        assertTrue(last < first / 4, "KL went from " + first + " to " + last);
    }

    private static List<Trajectory> rewarded(List<Trajectory> trajectories, float reward) {
        return trajectories.stream()
                .map(
                        from ->
                                new Trajectory(
                                        from.prompt(),
                                        from.completion(),
                                        from.behaviour(),
                                        from.truncated(),
                                        reward))
                .toList();
    }

    @Test
    void damageIsNamedByStepAgentAndOperation() {
        List<ScoredGroup> groups = TwoArms.groups(fresh(ops), 8, 0, ops);
        Parameters damaged = fresh(ops);
        ops.fill(damaged.flat().slice(0, 16), Float.NaN);
        DivergedException diverged =
                assertThrows(
                        DivergedException.class,
                        () -> step(damaged, GrpoSettings.DEFAULT, ops).take(12, groups));
        assertEquals("policyLoss", diverged.op());
        assertEquals(12, diverged.step());
        assertTrue(
                String.valueOf(diverged.getMessage()).contains("step 12 of agent ada: policyLoss"),
                diverged.getMessage());
        GrpoSettings wild = settings(PLAIN, LossCases.update(1, 1, 3e38, 64));
        DivergedException thrown =
                assertThrows(
                        DivergedException.class, () -> step(fresh(ops), wild, ops).take(3, groups));
        assertEquals("adamW", thrown.op());
    }

    private static Trajectory answer(int arm, float reward, boolean truncated) {
        return new Trajectory(
                TwoArms.prompt(0), new int[] {3 + arm, 5, 6}, new float[0], truncated, reward);
    }
}
