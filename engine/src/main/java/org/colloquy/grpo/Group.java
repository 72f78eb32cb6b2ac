package org.colloquy.grpo;

import java.util.List;

/**
 * One agent's answers to one question, whose rewards are compared.
 *
 * @param sampled its own, by sample
 * @param internalised others' right answers, told as its own answers to the same prompt
 */
public record Group(List<Trajectory> sampled, List<Trajectory> internalised) {

    public Group {
        sampled = List.copyOf(sampled);
        internalised = List.copyOf(internalised);
    }

    public GroupRewards rewards() {
        return new GroupRewards(rewards(sampled), rewards(internalised));
    }

    private static float[] rewards(List<Trajectory> trajectories) {
        float[] rewards = new float[trajectories.size()];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = trajectories.get(i).reward();
        }
        return rewards;
    }
}
