package org.colloquy.irt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.colloquy.question.Question;
import org.colloquy.random.CounterRandom;

/**
 * Difficulty from the agents' own ranking: the {@code self-ranking} estimator. Each agent compares
 * the question with anchors of known difficulty, and the question's place among them gives the
 * value.
 *
 * <p>The place is the number of anchors judged easier, each anchor counting by the share of its
 * verdicts (of all agents) that put the question above it. Verdicts that contradict each other, or
 * the anchors' order, thus move the place by their weight and never make it undefined; no verdict
 * is worth more than another. Place i of n lies halfway between the i-th anchor and the next; place
 * 0 and place n lie half a mean gap outside the anchors; fractions are interpolated linearly.
 */
public final class SelfRanking {

    /** Half a gap where the anchors have none: with one anchor, or all of one difficulty. */
    private static final double LONE_HALF_GAP = 0.5;

    private SelfRanking() {}

    /**
     * One verdict of one agent.
     *
     * @param anchor index of the anchor
     * @param anchorDifficulty its known difficulty, the same wherever the anchor appears
     */
    public record Comparison(int anchor, double anchorDifficulty, Verdict verdict) {}

    /**
     * Whether an agent reads the question before the anchor; drawn, so that a liking for a place
     * evens out.
     */
    public static boolean questionFirst(long seed, int question, int agent, int anchor) {
        long key = CounterRandom.key(seed, "order", question, agent, anchor);
        return CounterRandom.below(key, 0, 2) == 0;
    }

    /**
     * The question's difficulty by all verdicts together; their order does not matter.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static double difficulty(List<Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("no comparison to rank a question by");
        }
        SortedMap<Integer, List<Comparison>> byAnchor = new TreeMap<>();
        for (Comparison comparison : comparisons) {
            byAnchor.computeIfAbsent(comparison.anchor(), key -> new ArrayList<>()).add(comparison);
        }
        double place = 0;
        List<Double> anchors = new ArrayList<>();
        for (List<Comparison> verdicts : byAnchor.values()) {
            double above = verdicts.stream().mapToDouble(c -> c.verdict().weight()).sum();
            place += above / verdicts.size();
            anchors.add(verdicts.getFirst().anchorDifficulty());
        }
        return atPlace(anchors.stream().sorted().toList(), place);
    }

    /**
     * The anchors to compare with: {@code count} of the candidates, evenly over their difficulty
     * labels; fewer if there are not so many.
     */
    public static List<Question> anchors(List<Question> candidates, int count) {
        List<Question> ranked =
                candidates.stream().sorted(Comparator.comparingInt(Question::level)).toList();
        int taken = Math.min(count, ranked.size());
        List<Question> anchors = new ArrayList<>(taken);
        for (int index = 0; index < taken; index++) {
            anchors.add(ranked.get((2 * index + 1) * ranked.size() / (2 * taken)));
        }
        return List.copyOf(anchors);
    }

    private static double atPlace(List<Double> anchors, double place) {
        int below = (int) StrictMath.floor(place);
        double value = ofWholePlace(anchors, below);
        double fraction = place - below;
        if (fraction == 0) {
            return value;
        }
        return value + fraction * (ofWholePlace(anchors, below + 1) - value);
    }

    private static double ofWholePlace(List<Double> anchors, int place) {
        if (place == 0) {
            return anchors.getFirst() - halfGap(anchors);
        }
        if (place == anchors.size()) {
            return anchors.getLast() + halfGap(anchors);
        }
        return (anchors.get(place - 1) + anchors.get(place)) / 2;
    }

    private static double halfGap(List<Double> anchors) {
        double span = anchors.getLast() - anchors.getFirst();
        return span > 0 ? span / (anchors.size() - 1) / 2 : LONE_HALF_GAP;
    }
}
