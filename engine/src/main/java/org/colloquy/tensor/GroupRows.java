package org.colloquy.tensor;

import java.util.function.IntToDoubleFunction;
import org.colloquy.tensor.AdvantageRule.Divisor;

/**
 * The definition of {@link TensorOps#groupAdvantages}, for all CPU backends: sums in double
 * precision, in ascending order of question and answer; those over one group in runs of 1,024
 * answers, whose sums are added in order.
 */
final class GroupRows {

    private static final int RUN = 1024;

    private final HeapTensor advantages; // (Q, M, W)
    private final HeapTensor calibrated; // (Q, M, W)
    private final HeapTensor rewards; // (Q, M, W)
    private final GroupShape shape;
    private final AdvantageRule rule;

    GroupRows(
            HeapTensor advantages,
            HeapTensor calibrated,
            HeapTensor rewards,
            GroupShape shape,
            AdvantageRule rule) {
        this.advantages = advantages;
        this.calibrated = calibrated;
        this.rewards = rewards;
        this.shape = shape;
        this.rule = rule;
    }

    void run() {
        for (int question = 0; question < shape.questions(); question++) {
            calibrate(question);
        }
        for (int agent = 0; agent < shape.agents(); agent++) {
            double ofBatch = rule.divisor() == Divisor.BATCH ? batchDeviation(agent) : 0;
            for (int question = 0; question < shape.questions(); question++) {
                normalise(question * shape.agents() + agent, ofBatch);
            }
        }
    }

    /** Sets the calibrated rewards of all agents on one question; unused places become 0. */
    private void calibrate(int question) {
        int agents = shape.agents();
        double[] mean = new double[agents];
        double[] least = new double[agents];
        double[] most = new double[agents];
        for (int agent = 0; agent < agents; agent++) {
            int group = question * agents + agent;
            least[agent] = Double.POSITIVE_INFINITY;
            most[agent] = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < shape.sampled()[group]; k++) {
                float reward = reward(group, k);
                least[agent] = Math.min(least[agent], reward);
                most[agent] = Math.max(most[agent], reward);
            }
            mean[agent] = inRuns(shape.sampled()[group], k -> reward(group, k));
            mean[agent] /= shape.sampled()[group];
        }
        for (int agent = 0; agent < agents; agent++) {
            int group = question * agents + agent;
            double bound = 1.0 / peers(question, agent);
            for (int k = 0; k < shape.width(); k++) {
                double sum = k < shape.members()[group] ? reward(group, k) : 0;
                double own = sum;
                for (int peer = 0; peer < agents; peer++) {
                    boolean counts = isPeer(question, agent, peer) && rule.calibrated();
                    if (counts && k < shape.members()[group]) {
                        sum += perception(own - mean[peer], most[peer] - least[peer], bound);
                    }
                }
                calibrated.values[calibrated.offset + group * shape.width() + k] = (float) sum;
            }
        }
    }

    /**
     * clip(difference / spread, -bound, bound); where the peer's rewards do not differ, 0 at its
     * reward and the bound on either side of it.
     */
    private static double perception(double difference, double spread, double bound) {
        if (spread == 0) {
            return difference == 0 ? 0 : Math.copySign(bound, difference);
        }
        return Math.clamp(difference / spread, -bound, bound);
    }

    private boolean isPeer(int question, int agent, int other) {
        return other != agent && shape.sampled()[question * shape.agents() + other] > 0;
    }

    private int peers(int question, int agent) {
        int count = 0;
        for (int other = 0; other < shape.agents(); other++) {
            count += isPeer(question, agent, other) ? 1 : 0;
        }
        return count;
    }

    private void normalise(int group, double batchDeviation) {
        int count = shape.members()[group];
        double mean = inRuns(count, k -> calibrated(group, k)) / count;
        double divisor =
                switch (rule.divisor()) {
                    case GROUP -> deviation(squares(group, mean), count) + rule.epsilon();
                    case BATCH -> batchDeviation + rule.epsilon();
                    case ONE -> 1;
                };
        for (int k = 0; k < shape.width(); k++) {
            double difference = k < count ? calibrated(group, k) - mean : 0;
            float advantage = difference == 0 ? 0f : (float) (difference / divisor);
            advantages.values[advantages.offset + group * shape.width() + k] = advantage;
        }
    }

    /** Of all calibrated rewards of one agent, about their own mean. */
    private double batchDeviation(int agent) {
        double mean = 0;
        int count = 0;
        for (int group = agent; group < shape.members().length; group += shape.agents()) {
            for (int k = 0; k < shape.members()[group]; k++) {
                mean += calibrated(group, k);
                count++;
            }
        }
        mean /= count;
        double squares = 0;
        for (int group = agent; group < shape.members().length; group += shape.agents()) {
            squares += squares(group, mean);
        }
        return deviation(squares, count);
    }

    private double squares(int group, double mean) {
        return inRuns(
                shape.members()[group],
                k -> {
                    double difference = calibrated(group, k) - mean;
                    return difference * difference;
                });
    }

    /** The sum of the terms 0 to n - 1, run by run. */
    private static double inRuns(int n, IntToDoubleFunction term) {
        double sum = 0;
        for (int from = 0; from < n; from += RUN) {
            double run = 0;
            for (int k = from; k < Math.min(n, from + RUN); k++) {
                run += term.applyAsDouble(k);
            }
            sum += run;
        }
        return sum;
    }

    /** Of a sample: divided by the count less one. */
    private static double deviation(double squares, int count) {
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    private float calibrated(int group, int k) {
        return calibrated.values[calibrated.offset + group * shape.width() + k];
    }

    private float reward(int group, int k) {
        float reward = rewards.values[rewards.offset + group * shape.width() + k];
        if (!Float.isFinite(reward)) {
            throw new IllegalArgumentException(
                    "groupAdvantages: the reward of question %d, agent %d, answer %d is %s"
                            .formatted(group / shape.agents(), group % shape.agents(), k, reward));
        }
        return reward;
    }
}
