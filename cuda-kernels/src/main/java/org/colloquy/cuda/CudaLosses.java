package org.colloquy.cuda;

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

    private final DeviceMemory memory;
    private final Launcher launcher;
    private final int mostOnChip;

    CudaLosses(CudaDevice device) {
        memory = device.memory();
        launcher = device.launcher();
        mostOnChip = (device.facts().sharedBytes() - OTHER_SHARED_BYTES) / Sizeof.FLOAT;
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
        try (DeviceBuffer targets = memory.of(tokens.targets());
                DeviceBuffer offPolicy = memory.of(ints(tokens.offPolicy()));
                DeviceBuffer columns = memory.of(columns(tokens))) {
            boolean onChip = v >= LEAST_ON_CHIP && v <= mostOnChip;
            launcher.launch(
                    onChip ? CudaKernel.POLICY_LOSS_ON_CHIP : CudaKernel.POLICY_LOSS,
                    onChip ? new Grid(t, CHIP_THREADS, v * Sizeof.FLOAT) : Grid.ofRows(t),
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
                    switch (rule.klEstimator()) {
                        case K1 -> 0;
                        case K2 -> 1;
                        case K3 -> 2;
                    },
                    t,
                    v);
        }
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
