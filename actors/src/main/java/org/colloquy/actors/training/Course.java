package org.colloquy.actors.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.colloquy.checkpoint.Checkpoints;
import org.colloquy.checkpoint.Learner;
import org.colloquy.checkpoint.Metrics;
import org.colloquy.checkpoint.PolicySnapshot;
import org.colloquy.dialogue.AgentName;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.tensor.TensorOps;

/**
 * What a training run learns, and where it keeps it.
 *
 * @param iterations of the whole training
 * @param version of the learners' weights: so many iterations are in them
 * @param learners one for each trained policy, in the order of their first agents
 * @param learning the agents that speak by these policies
 * @param log of the run, which may be ahead of the weights
 * @param backends for models that speak by new weights
 */
public record Course(
        int iterations,
        int version,
        List<Learner> learners,
        Set<AgentName> learning,
        Checkpoints checkpoints,
        Metrics metrics,
        Path log,
        Supplier<TensorOps> backends) {
    public Course {
        learners = List.copyOf(learners);
        learning = Set.copyOf(learning);
    }

    /** The same, ending after so many iterations. */
    public Course over(int end) {
        return new Course(end, version, learners, learning, checkpoints, metrics, log, backends);
    }

    /** Speaks by the weights of a snapshot. */
    LanguageModel model(PolicySnapshot snapshot, String weightsSha256) {
        return new TransformerModel(
                TransformerModel.identity(weightsSha256),
                snapshot.parameters(),
                snapshot.tokenizer(),
                backends);
    }

    /** By policy, what speaks by the weights that the course begins with. */
    public Map<String, LanguageModel> models() {
        Map<String, LanguageModel> models = new LinkedHashMap<>();
        for (Learner learner : learners) {
            PolicySnapshot snapshot = learner.snapshot();
            models.put(learner.policy(), model(snapshot, snapshot.weightsSha256()));
        }
        return models;
    }
}
