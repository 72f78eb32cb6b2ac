package org.colloquy.actors.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.checkpoint.Checkpoints;
import org.colloquy.checkpoint.Metrics;
import org.colloquy.checkpoint.PolicySnapshot;
import org.colloquy.dialogue.AgentName;
import org.colloquy.log.InteractionEvent.Evaluated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;

/**
 * Writes checkpoints and metrics of what is in the log already, on a thread that may wait for the
 * disk.
 */
final class CheckpointKeeper extends AbstractMatchingBehavior<CheckpointKeeper.Command> {

    sealed interface Command {}

    /** One version of all policies, which is in the log; versions come in order. */
    record Keep(
            int version,
            List<PolicyLearner.Studied> policies,
            Optional<SoloEvaluated> evaluated,
            ActorRef<? super Report> replyTo)
            implements Command {}

    sealed interface Report {}

    record Kept(int version) implements Report {}

    /** The disk refused. */
    record Failed(String reason) implements Report {}

    private final Course course;
    private final Checkpoints checkpoints;
    private final Metrics metrics;

    /** Owns the course's metrics. */
    static Behavior<Command> create(Course course) {
        return Behaviors.setup(context -> new CheckpointKeeper(context, course));
    }

    private CheckpointKeeper(ActorContext<Command> context, Course course) {
        super(context);
        this.course = course;
        this.checkpoints = course.checkpoints();
        this.metrics = course.metrics();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Keep keep -> onKeep(keep);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) throws IOException {
        if (signal instanceof PostStop) {
            metrics.close();
        }
        return this;
    }

    private Behavior<Command> onKeep(Keep keep) {
        try {
            for (PolicyLearner.Studied one : keep.policies()) {
                PolicySnapshot snapshot = one.snapshot();
                metrics.append(snapshot.policy(), one.metrics(), one.weights());
            }
            if (checkpoints.isDue(keep.version(), course.iterations())) {
                checkpoints.write(
                        keep.version(),
                        accuracy(keep.evaluated()),
                        keep.policies().stream().map(PolicyLearner.Studied::snapshot).toList());
            }
            keep.replyTo().tell(new Kept(keep.version()));
        } catch (IOException failure) {
            keep.replyTo().tell(new Failed("the checkpoint cannot be written: " + failure));
        }
        return this;
    }

    /** The mean of the agents that learn. */
    private OptionalDouble accuracy(Optional<SoloEvaluated> evaluated) {
        Set<AgentName> learning = course.learning();
        return evaluated.stream()
                .flatMap(told -> told.agents().stream())
                .filter(agent -> learning.contains(agent.agent()))
                .mapToDouble(CheckpointKeeper::share)
                .average();
    }

    private static double share(Evaluated agent) {
        return (double) agent.right() / agent.asked();
    }
}
