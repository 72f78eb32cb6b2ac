package org.colloquy.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.colloquy.dialogue.Stage;
import org.colloquy.grpo.Advantages;
import org.colloquy.grpo.GroupAdvantages;
import org.colloquy.grpo.GroupRewards;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.log.InteractionEvent.GroupScored;
import org.colloquy.log.QuestionKey;
import org.colloquy.rollout.RolloutRules.Member;
import org.colloquy.transformer.Tokenizer;

/** What a rollout is worth: every group with its rewards and advantages. Immutable. */
public final class Scores {

    /** All agents' groups of one question in one stage. */
    private record Row(
            QuestionKey key,
            Stage stage,
            List<AnswerGroup> groups,
            List<GroupAdvantages> advantages) {}

    private final List<Member> cast;
    private final List<Row> rows;

    Scores(RolloutRules rules, SortedMap<QuestionKey, QuestionAnswers> answers) {
        cast = rules.cast();
        List<Row> unscored = new ArrayList<>();
        answers.forEach(
                (key, about) ->
                        about.trainedStages()
                                .forEach(
                                        stage ->
                                                unscored.add(
                                                        new Row(
                                                                key,
                                                                stage,
                                                                about.groups(stage),
                                                                List.of()))));
        List<List<GroupRewards>> rewards =
                unscored.stream()
                        .map(row -> row.groups().stream().map(AnswerGroup::rewards).toList())
                        .toList();
        List<List<GroupAdvantages>> advantages =
                Advantages.of(rewards, rules.training().grpo().advantages());
        List<Row> scored = new ArrayList<>();
        for (int i = 0; i < unscored.size(); i++) {
            Row row = unscored.get(i);
            scored.add(new Row(row.key(), row.stage(), row.groups(), advantages.get(i)));
        }
        rows = List.copyOf(scored);
    }

    /** By question, stage and agent in cast order, as the log holds them. */
    public List<GroupScored> events() {
        List<GroupScored> events = new ArrayList<>();
        for (Row row : rows) {
            for (int agent = 0; agent < cast.size(); agent++) {
                if (!row.groups().get(agent).own().isEmpty()) {
                    events.add(event(row, agent));
                }
            }
        }
        return List.copyOf(events);
    }

    private GroupScored event(Row row, int agent) {
        AnswerGroup group = row.groups().get(agent);
        boolean trained = cast.get(agent).trained();
        GroupRewards rewards = group.rewards();
        float[] all = Arrays.copyOf(rewards.sampled(), group.own().size() + group.taken().size());
        System.arraycopy(rewards.internalised(), 0, all, group.own().size(), group.taken().size());
        GroupAdvantages advantages = row.advantages().get(agent);
        return new GroupScored(
                row.key(),
                row.stage(),
                cast.get(agent).name(),
                list(all),
                trained ? list(advantages.calibrated()) : List.of(),
                trained ? list(advantages.advantages()) : List.of(),
                group.taken().stream().map(answer -> answer.turn().id()).toList());
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /**
     * The groups that a policy learns from, in the order of their questions; none if its agents are
     * not trained.
     *
     * @param tokenizer of the policy
     */
    public List<ScoredGroup> groups(String policy, Tokenizer tokenizer) {
        Trajectories trajectories = new Trajectories(tokenizer);
        List<ScoredGroup> groups = new ArrayList<>();
        for (Row row : rows) {
            for (int agent = 0; agent < cast.size(); agent++) {
                if (learns(agent, policy) && !row.groups().get(agent).own().isEmpty()) {
                    groups.add(
                            trajectories.group(
                                    row.groups().get(agent), row.advantages().get(agent)));
                }
            }
        }
        return List.copyOf(groups);
    }

    /**
     * What a policy's step tells of its groups, as far as it follows from the record.
     *
     * @param rewardMean of all sampled answers, before calibration
     * @param completionTokens mean length of all sampled answers; empty where the record does not
     *     hold their tokens
     * @param truncatedShare share of them that ran into the token limit
     */
    public record Summary(
            int groups,
            double rewardMean,
            OptionalDouble completionTokens,
            double truncatedShare) {}

    /** Sums up in the order in which a step goes through its groups. */
    public Summary summary(String policy) {
        double reward = 0;
        long tokens = 0;
        int truncated = 0;
        int groups = 0;
        long sampled = 0;
        boolean told = true;
        for (Row row : rows) {
            for (int agent = 0; agent < cast.size(); agent++) {
                List<Answer> own =
                        learns(agent, policy) ? row.groups().get(agent).own() : List.of();
                groups += own.isEmpty() ? 0 : 1;
                for (Answer answer : own) {
                    reward += answer.reward();
                    tokens += answer.turn().tokens().length();
                    told &= answer.turn().tokens().length() > 0;
                    truncated += answer.turn().truncated() ? 1 : 0;
                    sampled++;
                }
            }
        }
        double count = Math.max(1, sampled);
        return new Summary(
                groups,
                reward / count,
                told ? OptionalDouble.of(tokens / count) : OptionalDouble.empty(),
                truncated / count);
    }

    private boolean learns(int agent, String policy) {
        return cast.get(agent).trained() && cast.get(agent).policy().equals(policy);
    }
}
