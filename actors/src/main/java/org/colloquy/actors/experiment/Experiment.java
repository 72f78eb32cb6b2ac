package org.colloquy.actors.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An experiment as its author wrote it down: one training, varied by arm, cast and seed.
 *
 * @param training the scenario that every run starts from
 * @param set changes of it in every arm, as in {@code --set}
 * @param pairs the pretrained casts; two agents or more
 * @param jobs runs at the same time, each with one thread
 * @param keepLogs whether a finished run keeps its log and its checkpoints beside its last weights
 * @param baseline the arm that the others are compared with
 * @param curves the arms whose learning curves are drawn
 */
public record Experiment(
        String name,
        Path training,
        List<String> set,
        List<Pair> pairs,
        List<Long> seeds,
        Test test,
        Inference inference,
        int jobs,
        boolean keepLogs,
        String baseline,
        List<String> curves,
        List<Arm> arms) {

    public Experiment {
        set = List.copyOf(set);
        pairs = List.copyOf(pairs);
        seeds = List.copyOf(seeds);
        curves = List.copyOf(curves);
        arms = List.copyOf(arms);
    }

    /** The same with more changes of the training in every arm. */
    public Experiment with(List<String> changes) {
        List<String> more = new ArrayList<>(set);
        more.addAll(changes);
        return new Experiment(
                name, training, more, pairs, seeds, test, inference, jobs, keepLogs, baseline,
                curves, arms);
    }

    /** The arm of this name, which the reader has made sure of. */
    public Arm arm(String wanted) {
        return arms.stream().filter(arm -> arm.name().equals(wanted)).findFirst().orElseThrow();
    }

    /**
     * A cast before training.
     *
     * @param weights by agent, {@code builtin:NAME} or an absolute folder
     */
    public record Pair(String name, SequencedMap<String, String> weights) {
        public Pair {
            weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
        }
    }

    /**
     * One way to train.
     *
     * @param title for tables
     * @param set changes of the training, those of the arm that it is like included
     * @param like the arm whose pace says how many iterations a relative budget is
     * @param seeds on which it is run; a leading part of the experiment's
     * @param casts with how many of the casts, the first ones
     */
    public record Arm(
            String name,
            String title,
            List<String> set,
            Budget budget,
            Optional<String> like,
            List<Long> seeds,
            int casts) {
        public Arm {
            set = List.copyOf(set);
            seeds = List.copyOf(seeds);
        }

        public boolean isTrained() {
            return !(budget instanceof Untrained);
        }
    }

    /** How long an arm is trained. */
    public sealed interface Budget {}

    /** Not at all. */
    public record Untrained() implements Budget {}

    /** As many iterations as its scenario says. */
    public record OwnIterations() implements Budget {}

    /** For as many sampled tokens as another arm used with the same cast and seed. */
    public record TokensOf(String arm) implements Budget {}

    /**
     * For as much of the processor's time as another arm took with the same cast, mean over the
     * seeds.
     */
    public record SecondsOf(String arm) implements Budget {}

    /**
     * What every run is measured on, alone.
     *
     * @param questions of the test draw
     * @param seed of the draw
     */
    public record Test(int questions, long seed) {}

    /**
     * What is measured in discussions.
     *
     * @param arms whose agents discuss after training; everybody's do before
     * @param protocols of vote, debate and idea3
     * @param questions the first so many of the test
     * @param samples of each agent in a vote
     */
    public record Inference(List<String> arms, List<String> protocols, int questions, int samples) {
        public Inference {
            arms = List.copyOf(arms);
            protocols = List.copyOf(protocols);
        }
    }
}
