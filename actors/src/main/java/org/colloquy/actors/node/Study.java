package org.colloquy.actors.node;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.actors.training.Course;
import org.colloquy.actors.training.Relearning;
import org.colloquy.actors.training.Trainer;
import org.colloquy.rollout.Rollout;

/** Trains from a recorded log alone: no agents, no dialogues, nothing that is sampled. */
final class Study extends AbstractMatchingBehavior<Study.Command> {

    sealed interface Command {}

    /** Ends after what is learned and kept. */
    enum Stop implements Command {
        NOW
    }

    private record Heard(Relearning.Report report) implements Command {}

    private final RunListener listener;
    private final CompletableFuture<RunResult> result;

    /**
     * Begins at once.
     *
     * @param log of the run that is learned from
     * @param rollouts makes an empty one
     * @param listener hears of each iteration's end as of a section
     */
    static Behavior<Command> create(
            Course course,
            Path log,
            Supplier<Rollout> rollouts,
            RunListener listener,
            CompletableFuture<RunResult> result) {
        return Behaviors.setup(
                context -> {
                    ActorRef<Trainer.Command> trainer =
                            context.spawn(Trainer.create(course), "trainer");
                    context.watch(trainer);
                    Relearning.Task task =
                            new Relearning.Task(log, 0, course.iterations(), rollouts, false);
                    context.watch(
                            context.spawn(
                                    Relearning.create(
                                            task,
                                            trainer,
                                            context.messageAdapter(
                                                    Relearning.Report.class, Heard::new)),
                                    "relearning",
                                    DispatcherSelector.blocking()));
                    return new Study(context, listener, result);
                });
    }

    private Study(
            ActorContext<Command> context,
            RunListener listener,
            CompletableFuture<RunResult> result) {
        super(context);
        this.listener = listener;
        this.result = result;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onRelearning(heard.report());
            case Stop stop -> end(Status.INTERRUPTED, "");
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> end(Status.FAILED, "a bug: " + failed.getCause());
            case Terminated child -> this;
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onRelearning(Relearning.Report report) {
        return switch (report) {
            case Relearning.Progress progress -> {
                listener.recorded(progress.events());
                yield this;
            }
            case Relearning.Relearned all -> end(Status.FINISHED, "");
            case Relearning.Failed failed -> end(Status.FAILED, failed.reason());
        };
    }

    private Behavior<Command> end(Status status, String reason) {
        result.complete(new RunResult(status, 0, 0, reason));
        return Behaviors.stopped();
    }
}
