package org.colloquy.grpo;

/**
 * One answer as the policy sees it: the tokens it was asked with and those it gave.
 *
 * @param prompt tokens before the answer, at least one
 * @param completion tokens of the answer, at least one
 * @param behaviour log-probability of each token of the answer when it was sampled, at the
 *     temperature of the sampling; empty if the sampler did not tell
 * @param truncated whether it ran into the token limit
 * @param reward before calibration
 */
public record Trajectory(
        int[] prompt, int[] completion, float[] behaviour, boolean truncated, float reward) {

    public Trajectory {
        prompt = prompt.clone();
        completion = completion.clone();
        behaviour = behaviour.clone();
        if (prompt.length == 0 || completion.length == 0) {
            throw new IllegalArgumentException(
                    "a trajectory needs a prompt and an answer; got %d and %d tokens"
                            .formatted(prompt.length, completion.length));
        }
        if (behaviour.length != 0 && behaviour.length != completion.length) {
            throw new IllegalArgumentException(
                    "%d tokens were sampled with %d log-probabilities"
                            .formatted(completion.length, behaviour.length));
        }
    }
}
