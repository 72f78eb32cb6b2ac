package org.colloquy.tensor;

import java.util.Arrays;

/**
 * How the rewards (Q, M, W) of Q questions, M agents and up to W answers each are filled.
 *
 * <p>The answers of one agent to one question are a group: first those it sampled itself, then
 * those it takes over from others, then places that are not used.
 *
 * @param questions Q
 * @param agents M
 * @param width W, room for answers
 * @param sampled (Q, M) number of sampled answers, from 0
 * @param members (Q, M) number of answers in all, from sampled to W
 */
public record GroupShape(int questions, int agents, int width, int[] sampled, int[] members) {

    public GroupShape {
        sampled = sampled.clone();
        members = members.clone();
        if (questions < 0 || agents < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "groups need agents and answers; got (%d, %d, %d)"
                            .formatted(questions, agents, width));
        }
        Shapes.equal("groups", "(Q, M) and sampled", questions * agents, sampled.length);
        Shapes.equal("groups", "(Q, M) and members", questions * agents, members.length);
        for (int group = 0; group < members.length; group++) {
            if (sampled[group] < 0 || sampled[group] > members[group] || members[group] > width) {
                throw new IllegalArgumentException(
                        "group %d has %d sampled of %d answers, with room for %d"
                                .formatted(group, sampled[group], members[group], width));
            }
        }
    }

    /** Every group with {@code width} sampled answers and no others. */
    public static GroupShape full(int questions, int agents, int width) {
        int[] counts = new int[questions * agents];
        Arrays.fill(counts, width);
        return new GroupShape(questions, agents, width, counts, counts);
    }

    /** Number of elements of a tensor (Q, M, W). */
    int size() {
        return Math.multiplyExact(Math.multiplyExact(questions, agents), width);
    }
}
