package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.grpo.AdvantageSettings.DynamicSampling;

/**
 * The answers that one step trains, in the order of the groups: first each group's own, then those
 * it takes over.
 *
 * <p>What is left out: groups without a difference under dynamic sampling, truncated answers if
 * they are masked, and what is taken over without a positive advantage if only that is wanted.
 * Answers of advantage 0 count in the mean but are not computed where they have no gradient.
 */
final class Minibatches {

    private record Candidate(Trajectory trajectory, float advantage, boolean internalised) {}

    private final GrpoSettings settings;

    private Minibatches(GrpoSettings settings) {
        this.settings = settings;
    }

    /** Minibatches of whole groups; without those that have nothing to teach. */
    static List<List<Example>> of(List<ScoredGroup> groups, GrpoSettings settings) {
        Minibatches minibatches = new Minibatches(settings);
        List<ScoredGroup> kept =
                settings.advantages().dynamicSampling() == DynamicSampling.OFF
                        ? groups
                        : groups.stream().filter(group -> group.advantages().differ()).toList();
        int parts = settings.update().minibatches();
        List<List<Example>> result = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) kept.size() * part / parts);
            int to = (int) ((long) kept.size() * (part + 1) / parts);
            List<Example> examples = minibatches.examples(kept.subList(from, to));
            if (!examples.isEmpty()) {
                result.add(examples);
            }
        }
        return List.copyOf(result);
    }

    private List<Example> examples(List<ScoredGroup> groups) {
        List<Candidate> candidates = new ArrayList<>();
        groups.forEach(group -> addTo(candidates, group));
        int[] lengths =
                candidates.stream().mapToInt(one -> one.trajectory().completion().length).toArray();
        float[] weights = LossWeights.of(lengths, settings.loss());
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            Candidate one = candidates.get(i);
            if (one.advantage() != 0 || settings.loss().teachesWithoutAdvantage()) {
                examples.add(
                        new Example(
                                one.trajectory(), one.advantage(), weights[i], one.internalised()));
            }
        }
        return List.copyOf(examples);
    }

    private void addTo(List<Candidate> candidates, ScoredGroup scored) {
        float[] advantages = scored.advantages().advantages();
        List<Trajectory> sampled = scored.group().sampled();
        for (int k = 0; k < sampled.size(); k++) {
            if (!sampled.get(k).truncated() || !settings.loss().maskTruncated()) {
                candidates.add(new Candidate(sampled.get(k), advantages[k], false));
            }
        }
        List<Trajectory> internalised = scored.group().internalised();
        for (int k = 0; k < internalised.size(); k++) {
            float advantage = advantages[sampled.size() + k];
            if (advantage > 0 || !settings.internalise().positiveOnly()) {
                candidates.add(new Candidate(internalised.get(k), advantage, true));
            }
        }
    }
}
