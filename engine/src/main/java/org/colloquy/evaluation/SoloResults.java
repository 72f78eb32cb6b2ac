package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * What one agent got right alone, question by question.
 *
 * @param greedy whether its likeliest answer is right
 * @param samples answers that it also gave to each question; 0 for none
 * @param rightSamples how many of these are right
 * @param majority whether the answer that most of these give is right
 * @param tokens that it wrote
 */
public record SoloResults(
        List<Boolean> greedy,
        int samples,
        List<Integer> rightSamples,
        List<Boolean> majority,
        long tokens) {

    public SoloResults {
        greedy = List.copyOf(greedy);
        rightSamples = List.copyOf(rightSamples);
        majority = List.copyOf(majority);
        if (rightSamples.size() != greedy.size() || majority.size() != greedy.size()) {
            throw new IllegalArgumentException("results of different questions");
        }
    }

    /** pass@1 of the greedy answer. */
    public Proportion pass1() {
        return Proportion.of(greedy);
    }

    /** The mean share of right samples; needs some. */
    public double meanAtK() {
        return passAtK(1);
    }

    /** The mean over questions of {@link PassAtK}, from all samples; needs at least k. */
    public double passAtK(int k) {
        return rightSamples.stream()
                .mapToDouble(right -> PassAtK.estimate(samples, right, k))
                .average()
                .orElse(0);
    }

    /** Accuracy of the majority of the samples. */
    public Proportion majorityAtK() {
        return Proportion.of(majority);
    }

    /** Of these questions only; the tokens stay those of all. */
    public SoloResults of(List<Integer> questions) {
        return new SoloResults(
                picked(greedy, questions),
                samples,
                picked(rightSamples, questions),
                picked(majority, questions),
                tokens);
    }

    static <T> List<T> picked(List<T> all, List<Integer> indices) {
        List<T> some = new ArrayList<>(indices.size());
        indices.forEach(index -> some.add(all.get(index)));
        return some;
    }
}
