package org.colloquy.actors.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.checkpoint.Learner;
import org.colloquy.grpo.StepMetrics;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.model.LanguageModel;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.Scores;

/**
 * Makes new weights of what the agents said: scores an iteration's answers, all agents at once, and
 * gives each policy's groups to the {@link PolicyLearner} that owns its weights.
 */
public final class Trainer extends AbstractMatchingBehavior<Trainer.Command> {

    public sealed interface Command {}

    /**
     * Learns from an iteration; iterations come in order.
     *
     * @param rollout all of its visits
     */
    public record Learn(int iteration, Rollout rollout, ActorRef<? super Report> replyTo)
            implements Command {}

    /**
     * Keeps the weights where they are due; whatever was learned into them is in the log.
     *
     * @param evaluated what these weights are worth, if it was measured
     */
    public record Keep(
            int version, Optional<SoloEvaluated> evaluated, ActorRef<? super Report> replyTo)
            implements Command {}

    private record Heard(PolicyLearner.Report report) implements Command {}

    private record KeeperSaid(CheckpointKeeper.Report report) implements Command {}

    /** What a trainer answers. */
    public sealed interface Report {}

    /**
     * New weights.
     *
     * @param events of the iteration's end
     * @param models that speak by them, by policy
     */
    public record Learned(
            int iteration,
            List<InteractionEvent> events,
            SequencedMap<String, LanguageModel> models)
            implements Report {}

    /** The weights are kept, or need not be. */
    public record Kept(int version) implements Report {}

    /** There are no new weights, or they cannot be kept. */
    public record Stuck(String reason) implements Report {}

    private final Course course;
    private final SequencedMap<String, ActorRef<PolicyLearner.Command>> learners =
            new LinkedHashMap<>();
    private final ActorRef<PolicyLearner.Report> learnerReports;
    private final ActorRef<CheckpointKeeper.Report> keeperReports;
    private final ActorRef<CheckpointKeeper.Command> keeper;
    private final Map<String, PolicyLearner.Studied> studied = new LinkedHashMap<>();
    private Optional<Learn> task = Optional.empty();
    private Optional<Keep> keep = Optional.empty();
    private List<InteractionEvent> scored = List.of();

    /** Owns the course. */
    public static Behavior<Command> create(Course course) {
        return Behaviors.setup(context -> new Trainer(context, course));
    }

    private Trainer(ActorContext<Command> context, Course course) {
        super(context);
        this.course = course;
        this.learnerReports = context.messageAdapter(PolicyLearner.Report.class, Heard::new);
        this.keeperReports = context.messageAdapter(CheckpointKeeper.Report.class, KeeperSaid::new);
        course.learners()
                .forEach(
                        learner ->
                                learners.put(
                                        learner.policy(),
                                        watched(
                                                context.spawnAnonymous(
                                                        PolicyLearner.create(learner),
                                                        DispatcherSelector.fromConfig(
                                                                "colloquy.model-dispatcher")))));
        this.keeper =
                watched(
                        context.spawn(
                                CheckpointKeeper.create(course),
                                "checkpoints",
                                DispatcherSelector.blocking()));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Learn learn -> onLearn(learn);
            case Heard heard -> onLearner(heard.report());
            case Keep one -> onKeep(one);
            case KeeperSaid said -> onKeeper(said.report());
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> throw new IllegalStateException(failed.getCause());
            case Terminated child -> this;
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onLearn(Learn learn) {
        Scores scores = learn.rollout().score();
        task = Optional.of(learn);
        scored = List.copyOf(scores.events());
        studied.clear();
        for (Learner learner : course.learners()) {
            Objects.requireNonNull(learners.get(learner.policy()))
                    .tell(
                            new PolicyLearner.Study(
                                    learn.iteration(),
                                    scores.groups(learner.policy(), learner.tokenizer()),
                                    learnerReports));
        }
        return this;
    }

    private Behavior<Command> onLearner(PolicyLearner.Report report) {
        switch (report) {
            case PolicyLearner.Studied one -> studied.put(one.snapshot().policy(), one);
            case PolicyLearner.Diverged diverged ->
                    task.ifPresent(
                            learn -> {
                                learn.replyTo().tell(new Stuck(diverged.reason()));
                                task = Optional.empty();
                            });
        }
        if (studied.size() == learners.size()) {
            task.ifPresent(this::answer);
        }
        return this;
    }

    private void answer(Learn learn) {
        task = Optional.empty();
        List<InteractionEvent> events = new ArrayList<>(scored);
        SequencedMap<String, LanguageModel> models = new LinkedHashMap<>();
        for (String policy : learners.keySet()) {
            PolicyLearner.Studied one = Objects.requireNonNull(studied.get(policy));
            events.add(updated(policy, one));
            models.put(policy, course.model(one.snapshot(), one.weights()));
        }
        learn.replyTo().tell(new Learned(learn.iteration(), List.copyOf(events), models));
    }

    private static PolicyUpdated updated(String policy, PolicyLearner.Studied studied) {
        StepMetrics metrics = studied.metrics();
        return new PolicyUpdated(
                metrics.step(),
                policy,
                metrics.loss(),
                metrics.rewardMean(),
                metrics.kl(),
                metrics.entropy(),
                metrics.clippedLow(),
                metrics.clippedHigh(),
                metrics.clippedDual(),
                metrics.gradientNorm(),
                metrics.ratioMin(),
                metrics.ratioMax(),
                metrics.learningRate(),
                metrics.tokens(),
                metrics.trajectories(),
                metrics.internalised(),
                metrics.groups(),
                metrics.zeroSpreadGroups(),
                metrics.completionTokens(),
                metrics.truncatedShare(),
                metrics.updates(),
                studied.weights());
    }

    private Behavior<Command> onKeep(Keep now) {
        keep = Optional.of(now);
        List<PolicyLearner.Studied> policies =
                learners.keySet().stream()
                        .map(policy -> Objects.requireNonNull(studied.get(policy)))
                        .toList();
        keeper.tell(
                new CheckpointKeeper.Keep(now.version(), policies, now.evaluated(), keeperReports));
        return this;
    }

    private Behavior<Command> onKeeper(CheckpointKeeper.Report report) {
        Keep asked = keep.orElseThrow();
        keep = Optional.empty();
        asked.replyTo()
                .tell(
                        switch (report) {
                            case CheckpointKeeper.Kept kept -> new Kept(kept.version());
                            case CheckpointKeeper.Failed failed -> new Stuck(failed.reason());
                        });
        return this;
    }

    private <T> ActorRef<T> watched(ActorRef<T> child) {
        getContext().watch(child);
        return child;
    }
}
