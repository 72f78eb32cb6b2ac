package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.random.CounterRandom;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.CachedRows;
import org.colloquy.transformer.KvCache;
import org.colloquy.transformer.Parameters;
import org.colloquy.transformer.Sampler;
import org.colloquy.transformer.Transformer;
import org.colloquy.transformer.TransformerConfig;

/**
 * A world of two prompts: after prompt 1 the right answer begins with token 3, after prompt 2 with
 * token 4. Answers have three tokens, drawn from a key-value cache as a model server draws them.
 */
final class TwoArms {

    static final TransformerConfig CONFIG =
            new TransformerConfig(7, 16, 1, 2, 1, 8, 24, 10_000, 1e-5f, 12, true);
    static final int LENGTH = 3;
    static final float INVERSE_TEMPERATURE = 1 / 1.25f;

    private static final Sampler SAMPLER = new Sampler(1.25, 0, 1, 0);

    private TwoArms() {}

    static int[] prompt(int arm) {
        return new int[] {0, 1 + arm};
    }

    static float reward(int arm, int[] completion) {
        return completion[0] == 3 + arm ? 1f : 0f;
    }

    /** The groups of both arms, {@code size} answers each, all in one cached batch. */
    static List<ScoredGroup> groups(Parameters parameters, int size, int step, TensorOps ops) {
        List<Group> groups = new ArrayList<>();
        for (int arm = 0; arm < 2; arm++) {
            groups.add(new Group(sample(parameters, arm, size, step, ops), List.of()));
        }
        return scored(groups, AdvantageSettings.DEFAULT, ops);
    }

    static List<ScoredGroup> scored(List<Group> groups, AdvantageSettings settings, TensorOps ops) {
        List<List<GroupRewards>> rewards =
                groups.stream().map(group -> List.of(group.rewards())).toList();
        List<List<GroupAdvantages>> advantages = Advantages.of(rewards, settings, ops);
        List<ScoredGroup> scored = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            scored.add(new ScoredGroup(groups.get(i), advantages.get(i).getFirst()));
        }
        return scored;
    }

    private static List<Trajectory> sample(
            Parameters parameters, int arm, int size, int step, TensorOps ops) {
        int v = CONFIG.vocabulary();
        Transformer transformer = new Transformer(parameters, ops);
        KvCache cache = new KvCache(CONFIG, ops, size, CONFIG.maximumPositions());
        int[] slots = new int[size];
        Arrays.setAll(slots, slot -> slot);
        int[] prompt = prompt(arm);
        int[][] completions = new int[size][LENGTH];
        float[][] behaviour = new float[size][LENGTH];
        int[] tokens = new int[size];
        Tensor out = ops.allocate(size);
        float[] logProbs = new float[size];
        float[] logits = new float[size * v];
        for (int position = 0; position < prompt.length + LENGTH - 1; position++) {
            int drawn = position - prompt.length + 1;
            if (position < prompt.length) {
                Arrays.fill(tokens, prompt[position]);
            }
            int[] positions = new int[size];
            Arrays.fill(positions, position);
            Tensor result =
                    transformer.forwardCached(
                            cache, new CachedRows(tokens, slots, positions, slots));
            if (drawn >= 0) {
                ops.download(result, logits);
                for (int k = 0; k < size; k++) {
                    long key = CounterRandom.key(5, "arms", step, arm, k);
                    tokens[k] = SAMPLER.draw(logits, k, v, CounterRandom.uniform(key, drawn));
                    completions[k][drawn] = tokens[k];
                }
                ops.logProbs(out, result, tokens, v, INVERSE_TEMPERATURE);
                ops.download(out, logProbs);
                for (int k = 0; k < size; k++) {
                    behaviour[k][drawn] = logProbs[k];
                }
            }
        }
        List<Trajectory> trajectories = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            trajectories.add(
                    new Trajectory(
                            prompt,
                            completions[k],
                            behaviour[k],
                            false,
                            reward(arm, completions[k])));
        }
        return trajectories;
    }
}
