package org.colloquy.rollout;

import java.util.List;
import org.colloquy.grpo.GroupRewards;

/**
 * One agent's answers to one question in one stage.
 *
 * @param own in the order of their turns
 * @param taken others' right answers, told as its own answers to the bare question
 */
record AnswerGroup(List<Answer> own, List<Answer> taken) {

    AnswerGroup {
        own = List.copyOf(own);
        taken = List.copyOf(taken);
    }

    GroupRewards rewards() {
        return new GroupRewards(rewards(own), rewards(taken));
    }

    /** Whether the rewards of its members differ, so that it has something to teach. */
    boolean differs() {
        float first = own.isEmpty() ? 0 : own.getFirst().reward();
        return own.stream().anyMatch(answer -> answer.reward() != first)
                || taken.stream().anyMatch(answer -> answer.reward() != first);
    }

    private static float[] rewards(List<Answer> answers) {
        float[] rewards = new float[answers.size()];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = answers.get(i).reward();
        }
        return rewards;
    }
}
