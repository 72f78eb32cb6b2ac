package org.colloquy.cuda;

import jcuda.Pointer;
import jcuda.Sizeof;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.AdvantageRule;
import org.colloquy.tensor.GroupShape;

/** Group-relative advantages; the kernels are those of groups.cu. */
final class CudaGroups {

    private static final int STATISTICS = 3;

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
        int groups = shape.members().length;
        try (DeviceBuffer members = memory.of(shape.members());
                DeviceBuffer deviations = memory.allocate((long) shape.agents() * Sizeof.DOUBLE)) {
            calibrate(calibrated, rewards, members, shape, rule);
            if (rule.divisor() == AdvantageRule.Divisor.BATCH) {
                launcher.launch(
                        CudaKernel.BATCH_DEVIATIONS,
                        Grid.ofElements(shape.agents()),
                        deviations,
                        calibrated,
                        members,
                        shape.agents(),
                        shape.width(),
                        groups);
            }
            launcher.launch(
                    CudaKernel.GROUP_NORMALISE,
                    Grid.ofElements(groups),
                    advantages,
                    calibrated,
                    deviations,
                    members,
                    rule.epsilon(),
                    switch (rule.divisor()) {
                        case GROUP -> 0;
                        case BATCH -> 1;
                        case ONE -> 2;
                    },
                    shape.agents(),
                    shape.width(),
                    groups);
        }
    }

    private void calibrate(
            DeviceTensor calibrated,
            DeviceTensor rewards,
            DeviceBuffer members,
            GroupShape shape,
            AdvantageRule rule) {
        int groups = shape.members().length;
        int places = Math.multiplyExact(groups, shape.width());
        int[] firstBad = {Integer.MAX_VALUE};
        try (DeviceBuffer sampled = memory.of(shape.sampled());
                DeviceBuffer bad = memory.of(firstBad);
                DeviceBuffer statistics =
                        memory.allocate((long) groups * STATISTICS * Sizeof.DOUBLE)) {
            launcher.launch(
                    CudaKernel.GROUP_STATISTICS,
                    Grid.ofElements(groups),
                    statistics,
                    rewards,
                    sampled,
                    shape.width(),
                    groups);
            launcher.launch(
                    CudaKernel.GROUP_CALIBRATE,
                    Grid.ofElements(places),
                    calibrated,
                    bad,
                    rewards,
                    statistics,
                    sampled,
                    members,
                    rule.calibrated() ? 1 : 0,
                    shape.agents(),
                    shape.width(),
                    places);
            memory.download(bad, Pointer.to(firstBad), Sizeof.INT);
        }
        if (firstBad[0] != Integer.MAX_VALUE) {
            refuse(rewards, firstBad[0], shape);
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
