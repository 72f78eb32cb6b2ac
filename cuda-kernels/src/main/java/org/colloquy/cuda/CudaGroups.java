package org.colloquy.cuda;

import jcuda.Sizeof;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.AdvantageRule;
import org.colloquy.tensor.GroupShape;

/** Group-relative advantages; the kernels are those of groups.cu. */
final class CudaGroups {

    private static final int THREADS = 128;

    /** Members whose sum one thread forms; see groups.cu. */
    private static final int RUN_MEMBERS = 1024;

    private static final int STATISTICS_BYTES = 3 * Sizeof.DOUBLE;

    private final DeviceMemory memory;
    private final Launcher launcher;

    CudaGroups(DeviceMemory memory, Launcher launcher) {
        this.memory = memory;
        this.launcher = launcher;
    }

    void advantages(
            DeviceTensor advantages, // (Q, M, W)
            DeviceTensor calibrated, // (Q, M, W)
            DeviceTensor rewards, // (Q, M, W)
            GroupShape shape,
            AdvantageRule rule) {
        int[] firstBad = {Integer.MAX_VALUE};
        try (DeviceBuffer members = memory.of(shape.members());
                DeviceBuffer sampled = memory.of(shape.sampled());
                DeviceBuffer runs = memory.allocate(runBytes(shape));
                DeviceBuffer bad = memory.of(firstBad)) {
            launcher.launch(
                    CudaKernel.GROUP_ADVANTAGES,
                    new Grid(shape.questions(), THREADS, STATISTICS_BYTES * shape.agents()),
                    advantages,
                    calibrated,
                    runs,
                    bad,
                    rewards,
                    sampled,
                    members,
                    rule.calibrated() ? 1 : 0,
                    rule.epsilon(),
                    switch (rule.divisor()) {
                        case GROUP -> 0;
                        case BATCH -> 1;
                        case ONE -> 2;
                    },
                    shape.agents(),
                    shape.width());
            if (rule.divisor() == AdvantageRule.Divisor.BATCH) {
                normaliseByBatch(advantages, calibrated, members, shape, rule);
            }
            memory.download(bad, firstBad);
        }
        if (firstBad[0] != Integer.MAX_VALUE) {
            refuse(rewards, firstBad[0], shape);
        }
    }

    private static long runBytes(GroupShape shape) {
        int runs = (shape.width() + RUN_MEMBERS - 1) / RUN_MEMBERS;
        return (long) shape.members().length * runs * STATISTICS_BYTES;
    }

    private void normaliseByBatch(
            DeviceTensor advantages,
            DeviceTensor calibrated,
            DeviceBuffer members,
            GroupShape shape,
            AdvantageRule rule) {
        int groups = shape.members().length;
        try (DeviceBuffer deviations = memory.allocate((long) shape.agents() * Sizeof.DOUBLE)) {
            launcher.launch(
                    CudaKernel.BATCH_DEVIATIONS,
                    Grid.ofElements(shape.agents()),
                    deviations,
                    calibrated,
                    members,
                    shape.agents(),
                    shape.width(),
                    groups);
            launcher.launch(
                    CudaKernel.BATCH_NORMALISE,
                    Grid.ofElements(groups),
                    advantages,
                    calibrated,
                    deviations,
                    members,
                    rule.epsilon(),
                    shape.agents(),
                    shape.width(),
                    groups);
        }
    }

    private void refuse(DeviceTensor rewards, int place, GroupShape shape) {
        float[] reward = {0};
        memory.download(rewards.slice(place, 1), reward);
        int group = place / shape.width();
        throw new IllegalArgumentException(
                "groupAdvantages: the reward of question %d, agent %d, answer %d is %s"
                        .formatted(
                                group / shape.agents(),
                                group % shape.agents(),
                                place % shape.width(),
                                reward[0]));
    }
}
