package org.colloquy.scenario;

import java.util.List;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.GrpoSettings;
import org.colloquy.reward.RewardSettings;

/**
 * How the agents of a scenario learn from what they say.
 *
 * @param iterations rollouts, each with one step of every trained policy after it
 * @param discuss on which questions analysis and fusion are spent
 * @param discussions dialogues of a question's second visit, if discussions are there
 * @param stages the turns that are trained, each stage at most once, in the order of stages
 * @param rewards what answers are worth
 * @param grpo questions and samples of an iteration, and its learning step
 * @param temperature of the rollouts, and so of the loss; above 0
 * @param evaluation how well the agents do alone, and when that is asked
 * @param checkpoints which versions of the weights are kept
 */
public record Training(
        int iterations,
        Discuss discuss,
        int discussions,
        List<StageRule> stages,
        RewardSettings rewards,
        GrpoSettings grpo,
        double temperature,
        Evaluation evaluation,
        CheckpointRule checkpoints) {

    /** Sharing alone, peers' right ideas internalised: what made small agents best alone. */
    public static final Training DEFAULT =
            new Training(
                    50,
                    Discuss.NEVER,
                    4,
                    List.of(new StageRule(Stage.SHARE, RewardedBy.OWN)),
                    RewardSettings.DEFAULT,
                    GrpoSettings.DEFAULT,
                    1,
                    new Evaluation(10, 200),
                    new CheckpointRule(10, 3));

    public Training {
        stages = List.copyOf(stages);
    }

    /** The questions that are discussed. */
    public enum Discuss {
        /** None: the agents share ideas only. */
        NEVER,
        /** All. */
        ALWAYS,
        /** Those on which the scenario's mode rule has the agents cooperate. */
        BY_ABILITY,
        /** Those on which a trained agent alone gave no right answer, on a second visit. */
        WITHOUT_RIGHT,
        /** Those on which no agent alone gave a right answer, on a second visit. */
        NOBODY_RIGHT;

        /** Whether discussions follow what was answered alone. */
        public boolean onSecondVisits() {
            return this == WITHOUT_RIGHT || this == NOBODY_RIGHT;
        }
    }

    /** What a turn is rewarded by. */
    public enum RewardedBy {
        /** Its own text: a solution's answer, an analysis's verdicts. */
        OWN,
        /** The agent's final answer in the same dialogue. */
        FINAL
    }

    /** A stage whose turns are trained. */
    public record StageRule(Stage stage, RewardedBy reward) {}

    /**
     * Greedy answers of each agent alone to held-out questions, before the first iteration, after
     * some and at the end.
     *
     * @param every iterations between two evaluations; 0 for none but the first and the last
     * @param questions how many are asked; 0 for no evaluation at all
     */
    public record Evaluation(int every, int questions) {}

    /**
     * Which checkpoints there are; the last iteration has one always.
     *
     * @param every iterations between two checkpoints
     * @param keep how many of the newest stay; the best by evaluation stays beyond them
     */
    public record CheckpointRule(int every, int keep) {}
}
