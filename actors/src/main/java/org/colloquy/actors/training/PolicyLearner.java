package org.colloquy.actors.training;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.checkpoint.Learner;
import org.colloquy.checkpoint.PolicySnapshot;
import org.colloquy.grpo.DivergedException;
import org.colloquy.grpo.ScoredGroup;
import org.colloquy.grpo.StepMetrics;

/** Owns one policy's weights: learns from one batch of groups at a time, in the batches' order. */
final class PolicyLearner extends AbstractMatchingBehavior<PolicyLearner.Command> {

    sealed interface Command {}

    /** Takes one step. */
    record Study(int iteration, List<ScoredGroup> groups, ActorRef<? super Report> replyTo)
            implements Command {}

    sealed interface Report {}

    /**
     * The step is taken.
     *
     * @param snapshot of the policy after it, which nobody changes any more
     * @param weights SHA-256 of its model.safetensors
     */
    record Studied(StepMetrics metrics, PolicySnapshot snapshot, String weights)
            implements Report {}

    /** A loss, gradient or weight is not a number; the weights are of no use any more. */
    record Diverged(String reason) implements Report {}

    private final Learner learner;

    /** Owns the learner. */
    static Behavior<Command> create(Learner learner) {
        return Behaviors.setup(context -> new PolicyLearner(context, learner));
    }

    private PolicyLearner(ActorContext<Command> context, Learner learner) {
        super(context);
        this.learner = learner;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Study study -> onStudy(study);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            learner.close();
        }
        return this;
    }

    private Behavior<Command> onStudy(Study study) {
        try {
            StepMetrics metrics = learner.learn(study.iteration(), study.groups());
            PolicySnapshot snapshot = learner.snapshot();
            study.replyTo().tell(new Studied(metrics, snapshot, snapshot.weightsSha256()));
            return this;
        } catch (DivergedException diverged) {
            study.replyTo().tell(new Diverged(String.valueOf(diverged.getMessage())));
            return Behaviors.stopped();
        }
    }
}
