package org.colloquy.web.index;

import java.util.List;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.LogDigest;
import org.colloquy.log.LogPosition;

/**
 * What is known of a log as a whole, up to a border between two of its sections; kept as JSON
 * beside the rows that it counts.
 *
 * @param format of this and of the rows
 * @param seq of the next record, at {@code offset}, with {@code digest} before it
 * @param questions rows of questions
 * @param dialogues rows of dialogues
 * @param ended whether the log holds the run's end
 */
public record Outline(
        int format,
        long seq,
        long offset,
        String digest,
        int questions,
        int dialogues,
        List<String> agents,
        List<String> families,
        List<String> protocols,
        List<IterationOutline> iterations,
        List<SoloExam> exams,
        boolean ended) {

    static final int FORMAT = 1;

    /** Of nothing. */
    static final Outline EMPTY =
            new Outline(
                    FORMAT,
                    0,
                    0,
                    LogDigest.START.hex(),
                    0,
                    0,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    false);

    public Outline {
        agents = List.copyOf(agents);
        families = List.copyOf(families);
        protocols = List.copyOf(protocols);
        iterations = List.copyOf(iterations);
        exams = List.copyOf(exams);
    }

    LogPosition position() {
        return new LogPosition(seq, offset, LogDigest.parse(digest));
    }

    /**
     * One iteration; a plain run has one, and none before its first ability or question.
     *
     * @param firstQuestion its first row
     * @param firstDialogue its first row
     * @param tallies one for each agent of the run
     * @param ended whether the policies have learned from it
     */
    public record IterationOutline(
            int iteration,
            int firstQuestion,
            int firstDialogue,
            int dialogues,
            int failed,
            long turns,
            long tokens,
            List<Measured> abilities,
            List<Tally> tallies,
            List<PolicyStep> steps,
            boolean ended) {
        public IterationOutline {
            abilities = List.copyOf(abilities);
            tallies = List.copyOf(tallies);
            steps = List.copyOf(steps);
        }
    }

    /** An agent's ability, with what it was estimated from. */
    public record Measured(
            String agent, int right, int asked, double ability, double standardError) {}

    /** How an agent's answers were graded, before and after the discussion. */
    public record Tally(int answers, int solo, int last, int mended, int spoiled) {

        public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

        public Tally plus(DialogueRow.Answered answer) {
            return answer.graded()
                    ? new Tally(
                            answers + 1,
                            solo + (answer.soloRight() ? 1 : 0),
                            last + (answer.lastRight() ? 1 : 0),
                            mended + (answer.mended() ? 1 : 0),
                            spoiled + (answer.spoiled() ? 1 : 0))
                    : this;
        }

        public Tally plus(Tally other) {
            return new Tally(
                    answers + other.answers,
                    solo + other.solo,
                    last + other.last,
                    mended + other.mended,
                    spoiled + other.spoiled);
        }
    }

    /** What one policy's step did, as {@code policy-updated} has it. */
    public record PolicyStep(
            String policy,
            double loss,
            double rewardMean,
            double kl,
            double entropy,
            double clippedLow,
            double clippedHigh,
            double clippedDual,
            double gradientNorm,
            double learningRate,
            int groups,
            int zeroSpreadGroups,
            int internalised,
            double completionTokens,
            double truncatedShare) {

        static PolicyStep of(PolicyUpdated told) {
            return new PolicyStep(
                    told.policy(),
                    told.loss(),
                    told.rewardMean(),
                    told.kl(),
                    told.entropy(),
                    told.clippedLow(),
                    told.clippedHigh(),
                    told.clippedDual(),
                    told.gradientNorm(),
                    told.learningRate(),
                    told.groups(),
                    told.zeroSpreadGroups(),
                    told.internalised(),
                    told.completionTokens(),
                    told.truncatedShare());
        }
    }

    /**
     * An evaluation of all agents alone.
     *
     * @param version of the weights: 0 before training
     */
    public record SoloExam(int version, List<Mark> agents) {
        public SoloExam {
            agents = List.copyOf(agents);
        }
    }

    /** How many questions an agent had right alone. */
    public record Mark(String agent, int right, int asked) {}
}
