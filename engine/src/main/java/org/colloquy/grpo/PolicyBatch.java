package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.tensor.PolicyTokens;
import org.colloquy.transformer.PackedRows;
import org.colloquy.transformer.PrefixTree;

/**
 * One minibatch without padding, in the order of its examples.
 *
 * <p>Examples in a row form a bundle, within which each common start is computed once; the bundles
 * depend on the examples alone. A pass takes some whole bundles. How many changes no bit of the
 * loss or the gradients, since every sum over rows goes on from the pass before.
 *
 * @param starts (examples + 1) first token of each example, then the number of tokens T
 * @param tokens of all answers; behaviour is NaN where the sampler did not tell
 * @param bundles that cover the tokens in order
 */
record PolicyBatch(List<Example> examples, int[] starts, PolicyTokens tokens, List<Part> bundles) {

    /** Tokens of a bundle, common starts counted for each example, unless one alone has more. */
    static final int BUNDLE_TOKENS = 2048;

    /**
     * Some examples in a row: a bundle, or several for one pass.
     *
     * @param outputRows the row before each token of the answers
     * @param from the first such token in the batch
     * @param to after the last
     */
    record Part(PackedRows rows, int[] outputRows, int from, int to) {}

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
                new PolicyTokens(targets, behaviour, none, none, advantages, weights, offPolicy),
                bundles(examples, starts));
    }

    PolicyBatch with(PolicyTokens other) {
        return new PolicyBatch(examples, starts, other, bundles);
    }

    private static List<Part> bundles(List<Example> examples, int[] starts) {
        List<Part> bundles = new ArrayList<>();
        int first = 0;
        while (first < examples.size()) {
            int next = first;
            int size = 0;
            do {
                size += length(examples.get(next++));
            } while (next < examples.size() && size + length(examples.get(next)) <= BUNDLE_TOKENS);
            PrefixTree tree = new PrefixTree(size);
            int[] outputRows = new int[starts[next] - starts[first]];
            for (int example = first; example < next; example++) {
                int[] path = tree.add(sequence(examples.get(example)));
                int outputs = starts[example + 1] - starts[example];
                int to = starts[example] - starts[first];
                System.arraycopy(path, path.length - outputs, outputRows, to, outputs);
            }
            bundles.add(new Part(tree.rows(), outputRows, starts[first], starts[next]));
            first = next;
        }
        return List.copyOf(bundles);
    }

    private static int length(Example example) {
        Trajectory trajectory = example.trajectory();
        return trajectory.prompt().length + trajectory.completion().length - 1;
    }

    /** The last token of an answer is predicted, never read. */
    private static int[] sequence(Example example) {
        int[] prompt = example.trajectory().prompt();
        int[] sequence = Arrays.copyOf(prompt, length(example));
        System.arraycopy(
                example.trajectory().completion(),
                0,
                sequence,
                prompt.length,
                sequence.length - prompt.length);
        return sequence;
    }

    /** What a pass over all examples computes. */
    PassWork work() {
        PassWork work = PassWork.NONE;
        for (Part bundle : bundles) {
            PackedRows rows = bundle.rows();
            work =
                    work.plus(
                            new PassWork(
                                    rows.count(), rows.keysSeen(), bundle.outputRows().length));
        }
        return work;
    }

    /** Parts of at most this many rows, unless one bundle alone has more. */
    List<Part> parts(int mostRows) {
        List<Part> parts = new ArrayList<>();
        int first = 0;
        while (first < bundles.size()) {
            int next = first;
            int rows = 0;
            do {
                rows += bundles.get(next++).rows().count();
            } while (next < bundles.size() && rows + bundles.get(next).rows().count() <= mostRows);
            parts.add(joined(bundles.subList(first, next)));
            first = next;
        }
        return parts;
    }

    private static Part joined(List<Part> bundles) {
        int from = bundles.getFirst().from();
        int to = bundles.getLast().to();
        int[] outputRows = new int[to - from];
        int shift = 0;
        for (Part bundle : bundles) {
            for (int i = 0; i < bundle.outputRows().length; i++) {
                outputRows[bundle.from() - from + i] = bundle.outputRows()[i] + shift;
            }
            shift += bundle.rows().count();
        }
        PackedRows rows = PackedRows.joined(bundles.stream().map(Part::rows).toList());
        return new Part(rows, outputRows, from, to);
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
