package org.colloquy.actors.training;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.colloquy.checkpoint.Checkpoints;
import org.colloquy.checkpoint.Learner;
import org.colloquy.checkpoint.Metrics;
import org.colloquy.dialogue.AgentName;
import org.colloquy.tensor.TensorOps;

/**
 * What a training run learns, and where it keeps it.
 *
 * @param iterations of the whole training
 * @param version of the learners' weights: so many iterations are in them
 * @param learners one for each trained policy, in the order of their first agents
 * @param learning the agents that speak by these policies
 * @param backends for models that speak by new weights
 */
public record Course(
        int iterations,
        int version,
        List<Learner> learners,
        Set<AgentName> learning,
        Checkpoints checkpoints,
        Metrics metrics,
        Supplier<TensorOps> backends) {
    public Course {
        learners = List.copyOf(learners);
        learning = Set.copyOf(learning);
    }
}
