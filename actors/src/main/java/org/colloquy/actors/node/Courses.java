package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.actors.training.Course;
import org.colloquy.checkpoint.Checkpoint;
import org.colloquy.checkpoint.Checkpoints;
import org.colloquy.checkpoint.Learner;
import org.colloquy.checkpoint.Metrics;
import org.colloquy.dialogue.AgentName;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFileException;
import org.colloquy.transformer.ModelFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the learners of a training run, as they are at its newest checkpoint. */
final class Courses {

    /** Two moments of each weight must fit into one file of checkpoints. */
    private static final int MOST_TRAINED_WEIGHTS = 250_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Courses.class);

    private Courses() {}

    /**
     * The course of a run; nothing for a plain one.
     *
     * @param models that the scenario starts with
     * @param folder of its checkpoints and metrics
     * @param log of the run
     * @param learned iterations that the log has
     */
    static Optional<Course> open(
            Scenario scenario, OpenModels models, Path folder, Path log, int learned, Launch launch)
            throws IOException {
        if (scenario.training().isEmpty()) {
            return Optional.empty();
        }
        Training training = scenario.training().get();
        Checkpoints checkpoints = new Checkpoints(folder, training.checkpoints());
        Checkpoints.Recovery recovery = checkpoints.recover(learned);
        recovery.damaged().forEach(reason -> LOG.warn("passed over: {}", reason));
        int version = recovery.latest().map(Checkpoint::iterations).orElse(0);
        List<Scenario.Policy> policies = scenario.trainedPolicies();
        int threads = Math.max(1, launch.settings().threads() / policies.size());
        List<Learner> learners = new ArrayList<>();
        Set<AgentName> learning = new HashSet<>();
        for (Scenario.Policy policy : policies) {
            TensorOps ops = launch.settings().computing().learning(threads);
            learners.add(learner(policy, training, models.start(policy), ops));
            learning.addAll(policy.agents());
            if (recovery.latest().isPresent()) {
                learners.getLast().restore(recovery.latest().get());
            }
        }
        return Optional.of(
                new Course(
                        training.iterations(),
                        version,
                        learners,
                        learning,
                        checkpoints,
                        Metrics.open(folder, version),
                        log,
                        () -> launch.settings().computing().learning(threads)));
    }

    private static Learner learner(
            Scenario.Policy policy, Training training, TransformerModel start, TensorOps ops)
            throws ModelFileException {
        int weights = start.parameters().flat().size();
        if (weights > MOST_TRAINED_WEIGHTS) {
            throw new ModelFileException(
                    "policy " + policy.name(),
                    "a model of %d weights cannot be trained, at most %d can; freeze its agents or use a smaller one"
                            .formatted(weights, MOST_TRAINED_WEIGHTS));
        }
        ModelFolder.Model model =
                new ModelFolder.Model(start.parameters(), start.tokenizer(), start.identity());
        return new Learner(policy.name(), model, training, ops);
    }
}
