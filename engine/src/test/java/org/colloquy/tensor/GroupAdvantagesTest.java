package org.colloquy.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.colloquy.tensor.AdvantageRule.Divisor;
import org.junit.jupiter.api.Test;

class GroupAdvantagesTest {

    private static final AdvantageRule CALIBRATED = new AdvantageRule(true, Divisor.ONE, 0);
    private static final AdvantageRule PLAIN = new AdvantageRule(false, Divisor.GROUP, 0);

    private final TensorOps ops = new ScalarOps();

    private record Result(float[] advantages, float[] calibrated) {}

    private Result run(GroupShape shape, AdvantageRule rule, float... rewards) {
        float[] advantages = new float[rewards.length];
        float[] calibrated = new float[rewards.length];
        ops.groupAdvantages(
                HeapTensor.over(advantages),
                HeapTensor.over(calibrated),
                HeapTensor.over(rewards.clone()),
                shape,
                rule);
        return new Result(advantages, calibrated);
    }

    @Test
    void calibratesByThePeersGroupAndClips() {
        Result result = run(GroupShape.full(1, 2, 2), CALIBRATED, 1f, 0f, 1f, 0.5f);
        assertArrayEquals(new float[] {1.5f, -1f, 1.5f, 0.5f}, result.calibrated());
        assertArrayEquals(new float[] {1.25f, -1.25f, 0.5f, -0.5f}, result.advantages());
    }

    @Test
    void sharesTheBoundAmongThePeers() {
        float[] rewards = {1f, 0f, 1f, 0.5f, 0f, 1f};
        Result result = run(GroupShape.full(1, 3, 2), CALIBRATED, rewards);
        assertArrayEquals(new float[] {2f, -1f, 2f, 0.5f, -1f, 2f}, result.calibrated());
    }

    @Test
    void aPeerWhoseRewardsDoNotDifferPullsToTheBound() {
        Result result = run(GroupShape.full(1, 2, 3), CALIBRATED, 1f, 0.5f, 0f, 0.5f, 0.5f, 0.5f);
        assertArrayEquals(new float[] {2f, 0.5f, -1f, 0.5f, 0.5f, 0.5f}, result.calibrated());
    }

    @Test
    void oneAgentAloneIsNotCalibrated() {
        float[] rewards = {1f, 0f, 0.25f, 0.75f};
        assertArrayEquals(rewards, run(GroupShape.full(2, 1, 2), CALIBRATED, rewards).calibrated());
    }

    @Test
    void whatIsTakenOverCountsInTheGroupButNotForThePeers() {
        GroupShape shape = new GroupShape(1, 2, 3, new int[] {2, 2}, new int[] {3, 2});
        Result result = run(shape, CALIBRATED, 0f, 0f, 1f, 0f, 1f, Float.NaN);
        assertArrayEquals(new float[] {-0.5f, -0.5f, 1.5f, 0f, 2f, 0f}, result.calibrated());
        assertArrayEquals(
                new float[] {-2f / 3, -2f / 3, 4f / 3, -1f, 1f, 0f}, result.advantages(), 1e-6f);
    }

    @Test
    void dividesByTheDeviationOfTheGroupOrTheBatch() {
        float[] rewards = {1f, 0f, 0f, 0f, 3f, 3f, 3f, 3f};
        GroupShape shape = GroupShape.full(2, 1, 4);
        float[] byGroup = run(shape, PLAIN, rewards).advantages();
        assertArrayEquals(new float[] {1.5f, -0.5f, -0.5f, -0.5f, 0f, 0f, 0f, 0f}, byGroup);
        AdvantageRule batch = new AdvantageRule(false, Divisor.BATCH, 0);
        double mean = 13.0 / 8;
        double squares = 4 * (3 - mean) * (3 - mean) + (1 - mean) * (1 - mean) + 3 * mean * mean;
        double deviation = Math.sqrt(squares / 7);
        assertEquals(0.75 / deviation, run(shape, batch, rewards).advantages()[0], 1e-6);
    }

    @Test
    void equalRewardsHaveNoAdvantageAtAll() {
        for (Divisor divisor : Divisor.values()) {
            AdvantageRule rule = new AdvantageRule(true, divisor, 1e-4);
            float[] rewards = {0.1f, 0.1f, 0.1f, 0.3f, 0.7f, 0.9f};
            float[] advantages = run(GroupShape.full(1, 2, 3), rule, rewards).advantages();
            assertEquals(0f, advantages[0]);
            assertEquals(0f, advantages[1]);
            assertEquals(0f, advantages[2]);
        }
    }

    @Test
    void calibrationChangesNoAdvantageOfTwoValuedRewards() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int agents = 1 + random.nextInt(4);
            int width = 2 + random.nextInt(15);
            float[] rewards = new float[3 * agents * width];
            for (int i = 0; i < rewards.length; i++) {
                rewards[i] = random.nextInt(3) == 0 ? 1f : 0f;
            }
            GroupShape shape = GroupShape.full(3, agents, width);
            AdvantageRule on = new AdvantageRule(true, Divisor.GROUP, 0);
            assertArrayEquals(
                    run(shape, PLAIN, rewards).advantages(),
                    run(shape, on, rewards).advantages(),
                    1e-5f);
        }
    }

    @Test
    void gradedRewardsAreChangedByCalibration() {
        float[] rewards = {1f, 0.5f, 0f, 1f, 1f, 0.5f};
        GroupShape shape = GroupShape.full(1, 2, 3);
        AdvantageRule on = new AdvantageRule(true, Divisor.GROUP, 0);
        float plain = run(shape, PLAIN, rewards).advantages()[1];
        float calibrated = run(shape, on, rewards).advantages()[1];
        assertEquals(0f, plain);
        assertTrue(calibrated < -0.1f, "calibrated " + calibrated);
    }

    @Test
    void shiftsChangeNothingAndScalesOnlyWithoutCalibration() {
        Random random = new Random(2);
        GroupShape shape = GroupShape.full(2, 3, 8);
        float[] rewards = new float[48];
        float[] shifted = new float[48];
        float[] scaled = new float[48];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = random.nextInt(9) / 8f;
            shifted[i] = rewards[i] + 3f;
            scaled[i] = rewards[i] * 4f - 1f;
        }
        AdvantageRule on = new AdvantageRule(true, Divisor.GROUP, 0);
        assertArrayEquals(
                run(shape, on, rewards).advantages(), run(shape, on, shifted).advantages(), 1e-5f);
        assertArrayEquals(
                run(shape, PLAIN, rewards).advantages(),
                run(shape, PLAIN, scaled).advantages(),
                1e-5f);
    }

    @Test
    void aRewardThatIsNoNumberIsRefusedByName() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> run(GroupShape.full(1, 2, 2), PLAIN, 0, 1, 0, Float.NaN))
                        .getMessage();
        assertTrue(message.contains("question 0, agent 1, answer 1 is NaN"), message);
    }
}
