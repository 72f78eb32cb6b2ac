package org.colloquy.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.colloquy.dialogue.Turn;
import org.colloquy.grpo.Group;
import org.colloquy.grpo.GroupAdvantages;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.Trajectory;
import org.colloquy.transformer.Tokenizer;

/**
 * Answers as the tokens of the policy that learns from them.
 *
 * <p>Its own answers are the tokens that were sampled, with their log-probabilities; where a log
 * holds no tokens, the text's. What it takes over follows its own bare question, in its own tokens,
 * with no log-probabilities; a text with words that it does not have counts in the group's
 * advantages but is not trained.
 */
final class Trajectories {

    private static final float[] UNKNOWN = {};

    private final Tokenizer tokenizer;
    private final Map<String, int[]> prompts = new HashMap<>();

    Trajectories(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    ScoredGroup group(AnswerGroup group, GroupAdvantages advantages) {
        int own = group.own().size();
        int members = own;
        float[] calibrated = advantages.calibrated().clone();
        float[] values = advantages.advantages().clone();
        List<Trajectory> internalised = new ArrayList<>();
        String question = group.own().getFirst().turn().prompt();
        for (int i = 0; i < group.taken().size(); i++) {
            Answer answer = group.taken().get(i);
            int[] tokens = tokenizer.encodeTurn(answer.turn().text());
            if (Arrays.stream(tokens).noneMatch(tokenizer::isUnknown)) {
                internalised.add(
                        new Trajectory(prompt(question), tokens, UNKNOWN, false, answer.reward()));
                calibrated[members] = calibrated[own + i];
                values[members++] = values[own + i];
            }
        }
        return new ScoredGroup(
                new Group(group.own().stream().map(this::sampled).toList(), internalised),
                new GroupAdvantages(
                        Arrays.copyOf(calibrated, members), Arrays.copyOf(values, members)));
    }

    private Trajectory sampled(Answer answer) {
        Turn turn = answer.turn();
        boolean told = turn.tokens().length() > 0;
        return new Trajectory(
                prompt(turn.prompt()),
                told ? turn.tokens().ids() : tokenizer.encodeTurn(turn.text()),
                told ? turn.tokens().logProbs() : UNKNOWN,
                turn.truncated(),
                answer.reward());
    }

    private int[] prompt(String text) {
        return prompts.computeIfAbsent(text, tokenizer::encodePrompt);
    }
}
