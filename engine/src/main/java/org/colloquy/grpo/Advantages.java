package org.colloquy.grpo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.colloquy.tensor.GroupShape;
import org.colloquy.tensor.ScalarOps;
import org.colloquy.tensor.Tensor;
import org.colloquy.tensor.TensorOps;

/**
 * Perception-calibrated, group-relative advantages of all agents in one operation.
 *
 * <p>A question here is whatever answers are compared on: one question, or one stage of it where
 * several stages are trained. Needs rewards only, so a recorded run is scored again without models.
 */
public final class Advantages {

    private Advantages() {}

    /**
     * @param questions for each question the groups of all agents, in the same order of agents; an
     *     agent that gave no answer has an empty group
     * @return the same layout
     * @throws IllegalArgumentException if a reward is not finite or a question lacks agents
     */
    public static List<List<GroupAdvantages>> of(
            List<List<GroupRewards>> questions, AdvantageSettings settings, TensorOps ops) {
        if (questions.isEmpty() || questions.getFirst().isEmpty()) {
            return questions.stream().map(groups -> List.<GroupAdvantages>of()).toList();
        }
        int agents = questions.getFirst().size();
        GroupShape shape = shape(questions, agents);
        int width = shape.width();
        float[] rewards = new float[questions.size() * agents * width];
        for (int group = 0; group < shape.members().length; group++) {
            GroupRewards from = questions.get(group / agents).get(group % agents);
            int own = from.sampled().length;
            int taken = from.internalised().length;
            System.arraycopy(from.sampled(), 0, rewards, group * width, own);
            System.arraycopy(from.internalised(), 0, rewards, group * width + own, taken);
        }
        Tensor source = ops.allocate(rewards.length); // (Q, M, W)
        Tensor calibrated = ops.allocate(rewards.length); // (Q, M, W)
        Tensor advantages = ops.allocate(rewards.length); // (Q, M, W)
        ops.upload(source, rewards);
        ops.groupAdvantages(advantages, calibrated, source, shape, settings.rule());
        return layOut(shape, download(calibrated, ops), download(advantages, ops));
    }

    /** The same on the plain backend, for whoever has none. */
    public static List<List<GroupAdvantages>> of(
            List<List<GroupRewards>> questions, AdvantageSettings settings) {
        return of(questions, settings, new ScalarOps());
    }

    private static GroupShape shape(List<List<GroupRewards>> questions, int agents) {
        int width = 1;
        int[] sampled = new int[questions.size() * agents];
        int[] members = new int[sampled.length];
        for (int question = 0; question < questions.size(); question++) {
            List<GroupRewards> groups = questions.get(question);
            if (groups.size() != agents) {
                throw new IllegalArgumentException(
                        "question %d has groups of %d agents, the first of %d"
                                .formatted(question, groups.size(), agents));
            }
            for (int agent = 0; agent < agents; agent++) {
                sampled[question * agents + agent] = groups.get(agent).sampled().length;
                members[question * agents + agent] = groups.get(agent).members();
                width = Math.max(width, groups.get(agent).members());
            }
        }
        return new GroupShape(questions.size(), agents, width, sampled, members);
    }

    private static List<List<GroupAdvantages>> layOut(
            GroupShape shape, float[] calibrated, float[] advantages) {
        List<List<GroupAdvantages>> questions = new ArrayList<>();
        for (int question = 0; question < shape.questions(); question++) {
            List<GroupAdvantages> groups = new ArrayList<>();
            for (int agent = 0; agent < shape.agents(); agent++) {
                int group = question * shape.agents() + agent;
                int from = group * shape.width();
                int to = from + shape.members()[group];
                groups.add(
                        new GroupAdvantages(
                                Arrays.copyOfRange(calibrated, from, to),
                                Arrays.copyOfRange(advantages, from, to)));
            }
            questions.add(List.copyOf(groups));
        }
        return List.copyOf(questions);
    }

    private static float[] download(Tensor tensor, TensorOps ops) {
        float[] values = new float[tensor.size()];
        ops.download(tensor, values);
        return values;
    }
}
