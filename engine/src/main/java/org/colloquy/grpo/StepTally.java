package org.colloquy.grpo;

import java.util.List;
import org.colloquy.tensor.PolicyMeasure;

/** Sums what a step measures, in the order of its tokens. */
final class StepTally {

    private final double[] sums = new double[PolicyMeasure.COUNT];
    private double ratioMin = Double.POSITIVE_INFINITY;
    private double ratioMax = Double.NEGATIVE_INFINITY;
    private double gradientNorm;
    private long rows;
    private long ownRows;
    private int updates;

    /**
     * @param measures (T, COUNT) of one part
     * @param offPolicy (T)
     */
    void add(float[] measures, boolean[] offPolicy) {
        for (int t = 0; t < offPolicy.length; t++) {
            for (PolicyMeasure measure : PolicyMeasure.values()) {
                sums[measure.ordinal()] += measure.of(measures, t);
            }
            if (!offPolicy[t]) {
                ownRows++;
                ratioMin = Math.min(ratioMin, PolicyMeasure.RATIO.of(measures, t));
                ratioMax = Math.max(ratioMax, PolicyMeasure.RATIO.of(measures, t));
            }
        }
        rows += offPolicy.length;
    }

    void updated(double norm) {
        gradientNorm = Math.max(gradientNorm, norm);
        updates++;
    }

    StepMetrics metrics(
            int step, double learningRate, List<ScoredGroup> groups, List<PolicyBatch> batches) {
        double reward = 0;
        long sampled = 0;
        long length = 0;
        int truncated = 0;
        for (ScoredGroup scored : groups) {
            for (Trajectory trajectory : scored.group().sampled()) {
                reward += trajectory.reward();
                length += trajectory.completion().length;
                truncated += trajectory.truncated() ? 1 : 0;
                sampled++;
            }
        }
        List<Example> examples =
                batches.stream().flatMap(batch -> batch.examples().stream()).toList();
        return new StepMetrics(
                step,
                sums[PolicyMeasure.LOSS.ordinal()] / Math.max(1, updates),
                reward / Math.max(1, sampled),
                mean(PolicyMeasure.KL, ownRows),
                mean(PolicyMeasure.ENTROPY, rows),
                mean(PolicyMeasure.CLIPPED_LOW, ownRows),
                mean(PolicyMeasure.CLIPPED_HIGH, ownRows),
                mean(PolicyMeasure.CLIPPED_DUAL, ownRows),
                gradientNorm,
                Double.isFinite(ratioMin) ? ratioMin : 1,
                Double.isFinite(ratioMax) ? ratioMax : 1,
                learningRate,
                batches.stream().mapToInt(batch -> batch.tokens().size()).sum(),
                examples.size(),
                (int) examples.stream().filter(Example::internalised).count(),
                groups.size(),
                (int) groups.stream().filter(group -> !group.advantages().differ()).count(),
                (double) length / Math.max(1, sampled),
                (double) truncated / Math.max(1, sampled),
                updates);
    }

    private double mean(PolicyMeasure measure, long count) {
        return sums[measure.ordinal()] / Math.max(1, count);
    }
}
