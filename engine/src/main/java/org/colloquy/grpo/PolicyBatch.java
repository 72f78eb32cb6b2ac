package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.transformer.PackedSequences;

/**
 * One minibatch laid end to end without padding, in the order of its examples.
 *
 * <p>It goes through the model in parts of whole sequences. Where it is cut changes no bit of the
 * loss or the gradients, since every sum over rows goes on from the part before.
 *
 * @param starts (examples + 1) first token of each example, then the number of tokens T
 * @param tokens of all answers; behaviour is NaN where the sampler did not tell
 */
record PolicyBatch(List<Example> examples, int[] starts, PolicyTokens tokens) {

    /**
     * Some examples in a row, for one pass.
     *
     * @param outputRows the row before each token of the answers
     * @param from the first such token in the batch
     * @param to after the last
     */
    record Part(PackedSequences sequences, int[] outputRows, int from, int to) {}

    static PolicyBatch of(List<Example> examples) {
        int[] starts = new int[examples.size() + 1];
        for (int i = 0; i < examples.size(); i++) {
            starts[i + 1] = starts[i] + examples.get(i).trajectory().completion().length;
        }
        int t = starts[examples.size()];
        int[] targets = new int[t];
        float[] behaviour = new float[t];
        float[] advantages = new float[t];
        float[] weights = new float[t];
        boolean[] offPolicy = new boolean[t];
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            Trajectory trajectory = example.trajectory();
            int from = starts[i];
            int to = starts[i + 1];
            System.arraycopy(trajectory.completion(), 0, targets, from, to - from);
            if (trajectory.behaviour().length > 0) {
                System.arraycopy(trajectory.behaviour(), 0, behaviour, from, to - from);
            } else {
                Arrays.fill(behaviour, from, to, Float.NaN);
            }
            Arrays.fill(advantages, from, to, example.advantage());
            Arrays.fill(weights, from, to, example.weight());
            Arrays.fill(offPolicy, from, to, example.internalised());
        }
        float[] none = {};
        return new PolicyBatch(
                List.copyOf(examples),
                starts,
                new PolicyTokens(targets, behaviour, none, none, advantages, weights, offPolicy));
    }

    PolicyBatch with(PolicyTokens other) {
        return new PolicyBatch(examples, starts, other);
    }

    /** Parts of at most this many rows, unless one sequence alone has more. */
    List<Part> parts(int mostRows) {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        while (first < examples.size()) {
            int next = first;
            int rows = 0;
            while (next < examples.size() && (next == first || rows + rows(next) <= mostRows)) {
                rows += rows(next++);
            }
            parts.add(part(first, next, rows));
            first = next;
        }
        return parts;
    }

    /** The last token of an answer is predicted, never read. */
    private int rows(int example) {
        Trajectory trajectory = examples.get(example).trajectory();
        return trajectory.prompt().length + trajectory.completion().length - 1;
    }

    private Part part(int first, int next, int rows) {
        int[] sequence = new int[rows];
        int[] sequenceStarts = new int[next - first];
        int[] outputRows = new int[starts[next] - starts[first]];
        int row = 0;
        int output = 0;
        for (int example = first; example < next; example++) {
            int[] prompt = examples.get(example).trajectory().prompt();
            int[] completion = examples.get(example).trajectory().completion();
            sequenceStarts[example - first] = row;
            System.arraycopy(prompt, 0, sequence, row, prompt.length);
            row += prompt.length;
            System.arraycopy(completion, 0, sequence, row, completion.length - 1);
            for (int i = 0; i < completion.length; i++) {
                outputRows[output++] = row - 1 + i;
            }
            row += completion.length - 1;
        }
        return new Part(
                new PackedSequences(sequence, sequenceStarts),
                outputRows,
                starts[first],
                starts[next]);
    }

    /**
     * The log of each token's ratio where whole sequences are compared: the mean over its sequence
     * of log-prob less behaviour (Zheng et al. 2025, GSPO).
     *
     * @param logProbs (to - from) under the policy as it is
     */
    float[] sequenceLogRatios(Part part, float[] logProbs) {
        float[] ratios = new float[logProbs.length];
        for (int example = 0; example < examples.size(); example++) {
            if (starts[example] >= part.from() && starts[example] < part.to()) {
                double sum = 0;
                for (int t = starts[example]; t < starts[example + 1]; t++) {
                    sum += logProbs[t - part.from()] - tokens.behaviour()[t];
                }
                int length = starts[example + 1] - starts[example];
                int from = starts[example] - part.from();
                Arrays.fill(ratios, from, from + length, (float) (sum / length));
            }
        }
        return ratios;
    }
}
