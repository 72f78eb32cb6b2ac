package org.colloquy.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.PolicyMeasure;
import org.colloquy.tensor.PolicyRule;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/** The fused policy loss and {@link UnfusedLoss} on the same logits, one thread each. */
final class LossRivals {

    private static final PolicyRule RULE =
            new PolicyRule(
                    1f, 0.8f, 1.2f, Float.POSITIVE_INFINITY, 0f, PolicyRule.KlEstimator.K3, 0.01f);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int v;
    private final TensorOps ops;
    private final float[] logits; // (T, V)
    private final PolicyTokens tokens;
    private final Tensor work; // (T, V) logits, then their gradients
    private final Tensor measures; // (T, PolicyMeasure.COUNT)

    LossRivals(int rows, int v, TensorOps ops) {
        this.v = v;
        this.ops = ops;
        logits = new float[rows * v];
        long key = CounterRandom.key(1, "loss");
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (4 * CounterRandom.uniform(key, i) - 2);
        }
        tokens = tokens(rows, v, key);
        work = ops.allocate(logits.length);
        measures = ops.allocate(rows * PolicyMeasure.COUNT);
    }

    private static PolicyTokens tokens(int rows, int v, long key) {
        int[] targets = new int[rows];
        float[] behaviour = new float[rows];
        float[] advantages = new float[rows];
        float[] weights = new float[rows];
        for (int t = 0; t < rows; t++) {
            targets[t] = CounterRandom.below(key, t, v);
            behaviour[t] = (float) -Math.log(v);
            advantages[t] = t % 2 == 0 ? 1 : -1;
        }
        Arrays.fill(weights, 1f / rows);
        float[] none = {};
        return new PolicyTokens(
                targets, behaviour, none, none, advantages, weights, new boolean[rows]);
    }

    /** Gradients (T, V) and losses (T) of the fused operation. */
    UnfusedLoss.Result fused() {
        ops.upload(work, logits);
        ops.policyLoss(measures, work, tokens, RULE, v);
        float[] gradients = new float[logits.length];
        ops.download(work, gradients);
        float[] rows = new float[measures.size()];
        ops.download(measures, rows);
        float[] losses = new float[tokens.size()];
        for (int t = 0; t < losses.length; t++) {
            losses[t] = PolicyMeasure.LOSS.of(rows, t);
        }
        return new UnfusedLoss.Result(losses, gradients);
    }

    UnfusedLoss.Result unfused() {
        return UnfusedLoss.of(logits, tokens, RULE, v);
    }

    double fusedNanos() {
        ops.upload(work, logits);
        long start = System.nanoTime();
        ops.policyLoss(measures, work, tokens, RULE, v);
        return System.nanoTime() - start;
    }

    double unfusedNanos() {
        long start = System.nanoTime();
        UnfusedLoss.Result result = unfused();
        long nanos = System.nanoTime() - start;
        if (result.losses().length != tokens.size()) {
            throw new IllegalStateException("a loss is missing");
        }
        return nanos;
    }

    /** What one call allocates. */
    long fusedBytes() {
        ops.upload(work, logits);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        ops.policyLoss(measures, work, tokens, RULE, v);
        return THREADS.getCurrentThreadAllocatedBytes() - before + 4L * measures.size();
    }

    long unfusedBytes() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        unfused();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
