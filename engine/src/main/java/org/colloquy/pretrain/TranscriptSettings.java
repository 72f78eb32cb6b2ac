package org.colloquy.pretrain;

import java.util.List;

/**
 * What the transcripts of one agent's pretraining are like. Shares are of transcripts and lie in 0
 * to 1; what solo, comparison and debate leave is Idea3.
 *
 * @param misconception what the agent gets wrong in ideas of its own
 * @param slip probability that it does so at a step where it matters
 * @param solo share of question and own idea alone
 * @param comparison share of "which of two questions is harder"
 * @param debate share of debates of one revision
 * @param peers share of discussions with 1, 2, 3, ... peers; they sum to 1
 * @param peerRight probability that a peer's idea is right
 * @param peerUnclear probability that a peer's idea breaks off
 */
public record TranscriptSettings(
        List<String> families,
        List<Integer> levels,
        Slip misconception,
        double slip,
        double solo,
        double comparison,
        double debate,
        List<Double> peers,
        double peerRight,
        double peerUnclear) {

    public TranscriptSettings {
        families = List.copyOf(families);
        levels = List.copyOf(levels);
        peers = List.copyOf(peers);
        for (double share : List.of(slip, solo, comparison, debate, peerRight, peerUnclear)) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share " + share + " is not in 0 to 1");
            }
        }
        if (solo + comparison + debate > 1) {
            throw new IllegalArgumentException("solo, comparison and debate sum to more than 1");
        }
        double sum = peers.stream().mapToDouble(Double::doubleValue).sum();
        if (peers.isEmpty() || Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException("the shares of peers sum to " + sum + ", not 1");
        }
    }

    /** The settings of the builtin agents over the given families and levels. */
    public static TranscriptSettings builtin(
            List<String> families, List<Integer> levels, Slip misconception) {
        return new TranscriptSettings(
                families,
                levels,
                misconception,
                0.85,
                0.50,
                0.05,
                0.05,
                List.of(0.85, 0.10, 0.05),
                0.5,
                0.01);
    }
}
