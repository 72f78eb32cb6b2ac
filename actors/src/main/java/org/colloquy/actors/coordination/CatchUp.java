package org.colloquy.actors.coordination;

import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.training.Relearning;

/**
 * Brings a resumed training run's weights up to its log: what was recorded behind the newest
 * checkpoint is learned again, from the record alone, and the model servers speak by the result.
 */
final class CatchUp extends AbstractMatchingBehavior<CatchUp.Command> {

    sealed interface Command {}

    private record Heard(Relearning.Report report) implements Command {}

    private record Served(ModelServer.Serving serving) implements Command {}

    /** The only reply, before it stops. */
    sealed interface Report {}

    enum CaughtUp implements Report {
        DONE
    }

    record Failed(String reason) implements Report {}

    private final School school;
    private final ActorRef<? super Report> replyTo;
    private final ActorRef<ModelServer.Serving> servings;
    private int unserved;

    /**
     * Begins at once.
     *
     * @param iterations whose ends are in the log
     */
    static Behavior<Command> create(
            RunPlan plan, School school, int iterations, ActorRef<? super Report> replyTo) {
        return Behaviors.setup(
                context -> {
                    Relearning.Task task =
                            new Relearning.Task(
                                    school.log(),
                                    school.version(),
                                    iterations,
                                    () -> plan.rollout().orElseThrow(),
                                    true);
                    context.watch(
                            context.spawnAnonymous(
                                    Relearning.create(
                                            task,
                                            school.trainer(),
                                            context.messageAdapter(
                                                    Relearning.Report.class, Heard::new)),
                                    DispatcherSelector.blocking()));
                    return new CatchUp(context, school, replyTo);
                });
    }

    private CatchUp(
            ActorContext<Command> context, School school, ActorRef<? super Report> replyTo) {
        super(context);
        this.school = school;
        this.replyTo = replyTo;
        this.servings = context.messageAdapter(ModelServer.Serving.class, Served::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onRelearning(heard.report());
            case Served served -> onServed();
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

    private Behavior<Command> onRelearning(Relearning.Report report) {
        return switch (report) {
            case Relearning.Progress progress -> {
                school.relearned().accept(progress.iteration());
                yield this;
            }
            case Relearning.Relearned all -> {
                unserved = all.models().size();
                all.models()
                        .forEach(
                                (policy, model) ->
                                        Objects.requireNonNull(school.servers().get(policy))
                                                .tell(new ModelServer.Serve(model, servings)));
                yield this;
            }
            case Relearning.Failed failed -> {
                replyTo.tell(new Failed(failed.reason()));
                yield Behaviors.stopped();
            }
        };
    }

    private Behavior<Command> onServed() {
        unserved--;
        if (unserved > 0) {
            return this;
        }
        replyTo.tell(CaughtUp.DONE);
        return Behaviors.stopped();
    }
}
