package org.colloquy.cuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.Sizeof;
import org.colloquy.cuda.Launcher.Grid;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;

/** Losses over rows of logits (T, V); the kernels are those of loss.cu. */
final class CudaLosses {

    private static final int CHIP_THREADS = 512;

    /** Below it a block has more threads than work, and rows stay in the caches anyway. */
    private static final int LEAST_ON_CHIP = 2048;

    /** Two chunks of exponentials, and some bytes more. */
    private static final int OTHER_SHARED_BYTES = 17 << 10;

    /** What a row in bfloat16 needs beside its logits. */
    private static final int DESK_BYTES = 1 << 10;

    private final DeviceMemory memory;
    private final Launcher launcher;
    private final int mostOnChip;
    private final int mostHalves;

    CudaLosses(CudaDevice device) {
        memory = device.memory();
        launcher = device.launcher();
        mostOnChip = (device.facts().sharedBytes() - OTHER_SHARED_BYTES) / Sizeof.FLOAT;
        mostHalves = (device.facts().sharedBytes() - DESK_BYTES) / Sizeof.SHORT;
    }

    void logProbs(
            DeviceTensor out, DeviceTensor logits, int[] targets, int v, float inverseTemperature) {
        int t = targets.length;
        try (DeviceBuffer chosen = memory.of(targets)) {
            launcher.launch(
                    CudaKernel.LOG_PROBS,
                    Grid.ofRows(t),
                    out,
                    logits,
                    chosen,
                    inverseTemperature,
                    t,
                    v);
        }
    }

    void crossEntropy(
            DeviceTensor losses, DeviceTensor logits, int[] targets, float[] weights, int v) {
        int t = targets.length;
        try (DeviceBuffer chosen = memory.of(targets);
                DeviceBuffer factors = memory.of(weights)) {
            launcher.launch(
                    CudaKernel.CROSS_ENTROPY,
                    Grid.ofRows(t),
                    losses,
                    logits,
                    chosen,
                    factors,
                    t,
                    v);
        }
    }

    void policyLoss(
            DeviceTensor measures,
            DeviceTensor logits,
            PolicyTokens tokens,
            PolicyRule rule,
            int v) {
        int t = tokens.size();
        boolean onChip = v >= LEAST_ON_CHIP && v <= mostOnChip;
        CudaKernel kernel = onChip ? CudaKernel.POLICY_LOSS_ON_CHIP : CudaKernel.POLICY_LOSS;
        Grid grid = onChip ? new Grid(t, CHIP_THREADS, v * Sizeof.FLOAT) : Grid.ofRows(t);
        policyLoss(kernel, grid, measures, logits, tokens, rule, v);
    }

    /**
     * The same of logits (T, V) in bfloat16, which become gradients in bfloat16. As much of a row
     * as fits is held on the chip.
     */
    void policyLossOfHalves(
            DeviceTensor measures, Object logits, PolicyTokens tokens, PolicyRule rule, int v) {
        int held = Math.min(v, mostHalves) / 2 * 2;
        Grid grid = new Grid(tokens.size(), CHIP_THREADS, held * Sizeof.SHORT);
        policyLoss(CudaKernel.POLICY_LOSS_BF16, grid, measures, logits, tokens, rule, v, held);
    }

    private void policyLoss(
            CudaKernel kernel,
            Grid grid,
            DeviceTensor measures,
            Object logits,
            PolicyTokens tokens,
            PolicyRule rule,
            int... last) {
        try (DeviceBuffer targets = memory.of(tokens.targets());
                DeviceBuffer offPolicy = memory.of(ints(tokens.offPolicy()));
                DeviceBuffer columns = memory.of(columns(tokens))) {
            List<Object> arguments =
                    new ArrayList<>(
                            List.of(
                                    measures,
                                    logits,
                                    targets,
                                    offPolicy,
                                    columns,
                                    tokens.logRatios().length > 0 ? 1 : 0,
                                    tokens.reference().length > 0 ? 1 : 0,
                                    rule.inverseTemperature(),
                                    rule.ratioLow(),
                                    rule.ratioHigh(),
                                    rule.dualClip(),
                                    rule.kl(),
                                    rule.entropy(),
                                    estimator(rule),
                                    tokens.size()));
            for (int number : last) {
                arguments.add(number);
            }
            launcher.launch(kernel, grid, arguments.toArray());
        }
    }

    private static int estimator(PolicyRule rule) {
        return switch (rule.klEstimator()) {
            case K1 -> 0;
            case K2 -> 1;
            case K3 -> 2;
        };
    }

    private static int[] ints(boolean[] flags) {
        int[] ints = new int[flags.length];
        for (int i = 0; i < flags.length; i++) {
            ints[i] = flags[i] ? 1 : 0;
        }
        return ints;
    }

    /** Behaviour, advantages, weights, then log-ratios and references where there are some. */
    private static float[] columns(PolicyTokens tokens) {
        float[][] all = {
            tokens.behaviour(),
            tokens.advantages(),
            tokens.weights(),
            tokens.logRatios(),
            tokens.reference()
        };
        int size = 0;
        for (float[] column : all) {
            size += column.length;
        }
        float[] columns = new float[size];
        int at = 0;
        for (float[] column : all) {
            System.arraycopy(column, 0, columns, at, column.length);
            at += column.length;
        }
        return columns;
    }
}
