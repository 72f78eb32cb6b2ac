package org.colloquy.actors.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.PolicyUpdated;
import org.colloquy.model.LanguageModel;
import org.colloquy.rollout.Rollout;

/**
 * Has a trainer learn from recorded iterations, one after the other, without any sampling; then
 * stops. So a killed run catches up with its log, and a log teaches under other settings.
 */
public final class Relearning extends AbstractMatchingBehavior<Relearning.Command> {

    public sealed interface Command {}

    private record Trained(Trainer.Report report) implements Command {}

    /** What the one who wants it learned hears. */
    public sealed interface Report {}

    /**
     * One iteration is learned and kept.
     *
     * @param events of the iteration's end, as they would be recorded now
     */
    public record Progress(int iteration, List<InteractionEvent> events) implements Report {}

    /**
     * All is learned; the last report.
     *
     * @param models by the new weights, by policy; none if there was nothing to learn
     */
    public record Relearned(SequencedMap<String, LanguageModel> models) implements Report {}

    /** The record cannot be read, or teaches something else than it did; the last report. */
    public record Failed(String reason) implements Report {}

    /**
     * What is to be learned.
     *
     * @param first iteration
     * @param end the iteration before which it stops, if the record goes on that far
     * @param rollouts makes an empty one
     * @param again whether the weights must become those of the record
     */
    public record Task(Path log, int first, int end, Supplier<Rollout> rollouts, boolean again) {}

    private final Task task;
    private final RecordedIterations record;
    private final ActorRef<Trainer.Command> trainer;
    private final ActorRef<? super Report> replyTo;
    private final ActorRef<Trainer.Report> trainerReports;
    private Optional<RecordedIterations.Iteration> current = Optional.empty();
    private Optional<Trainer.Learned> learned = Optional.empty();

    /** Begins at once; waits for the disk, so it belongs on a dispatcher for that. */
    public static Behavior<Command> create(
            Task task, ActorRef<Trainer.Command> trainer, ActorRef<? super Report> replyTo) {
        return Behaviors.setup(
                context -> {
                    try {
                        return new Relearning(context, task, trainer, replyTo).next();
                    } catch (IOException unreadable) {
                        replyTo.tell(new Failed(String.valueOf(unreadable.getMessage())));
                        return Behaviors.stopped();
                    }
                });
    }

    private Relearning(
            ActorContext<Command> context,
            Task task,
            ActorRef<Trainer.Command> trainer,
            ActorRef<? super Report> replyTo)
            throws IOException {
        super(context);
        this.task = task;
        this.record = new RecordedIterations(task.log(), task.first(), task.rollouts());
        this.trainer = trainer;
        this.replyTo = replyTo;
        this.trainerReports = context.messageAdapter(Trainer.Report.class, Trained::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Trained trained -> onTrainer(trained.report());
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) throws IOException {
        if (signal instanceof PostStop) {
            record.close();
        }
        return this;
    }

    private Behavior<Command> onTrainer(Trainer.Report report) {
        return switch (report) {
            case Trainer.Learned result -> onLearned(result);
            case Trainer.Kept kept -> {
                List<InteractionEvent> events = new ArrayList<>(learned.orElseThrow().events());
                events.add(new IterationEnded(kept.version() - 1));
                replyTo.tell(new Progress(kept.version() - 1, List.copyOf(events)));
                yield next();
            }
            case Trainer.Stuck stuck -> fail(stuck.reason());
        };
    }

    private Behavior<Command> onLearned(Trainer.Learned result) {
        RecordedIterations.Iteration from = current.orElseThrow();
        List<PolicyUpdated> updates =
                result.events().stream()
                        .filter(PolicyUpdated.class::isInstance)
                        .map(PolicyUpdated.class::cast)
                        .toList();
        if (task.again() && !updates.equals(from.updates())) {
            return fail(
                    "iteration %d of the record teaches other weights than it did: recorded %s, now %s; the checkpoint before it is not that run's, or the version differs"
                            .formatted(from.number(), from.updates(), updates));
        }
        learned = Optional.of(result);
        trainer.tell(
                new Trainer.Keep(
                        from.number() + 1,
                        task.again() ? from.evaluated() : Optional.empty(),
                        trainerReports));
        return this;
    }

    private Behavior<Command> next() {
        try {
            current = record.next().filter(iteration -> iteration.number() < task.end());
        } catch (IOException unreadable) {
            return fail(String.valueOf(unreadable.getMessage()));
        }
        if (current.isPresent()) {
            RecordedIterations.Iteration next = current.get();
            trainer.tell(new Trainer.Learn(next.number(), next.rollout(), trainerReports));
            return this;
        }
        replyTo.tell(
                new Relearned(learned.map(Trainer.Learned::models).orElseGet(LinkedHashMap::new)));
        return Behaviors.stopped();
    }

    private Behavior<Command> fail(String reason) {
        replyTo.tell(new Failed(reason));
        return Behaviors.stopped();
    }
}
