package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.actors.training.Trainer;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.IterationEnded;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.log.Timings.Timing;
import org.colloquy.rollout.Rollout;

/**
 * Ends one iteration of training, step by step: the trainer learns from what was said, the model
 * servers take the new weights, these are measured if that is due, the iteration's end is recorded,
 * and only then the weights are kept. So no checkpoint is ahead of the log.
 */
final class Lesson extends AbstractMatchingBehavior<Lesson.Command> {

    sealed interface Command {}

    /** All sections before this number are written. */
    record Written(int next) implements Command {}

    /** Fails what is overdue; whoever gives the lesson sends it now and then. */
    enum LookAtClock implements Command {
        NOW
    }

    private record Trained(Trainer.Report report) implements Command {}

    private record Served(ModelServer.Serving serving) implements Command {}

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    /** What the one who gives the lesson hears. */
    sealed interface Report {}

    /** Questions to agents got no answer. */
    record Unanswered(int count, String reason) implements Report {}

    /**
     * All is recorded and kept; the last report, if it did not fail.
     *
     * @param rollout that was learned from
     */
    record Learned(Rollout rollout) implements Report {}

    /** There are no new weights; the run cannot go on. */
    record Failed(String reason) implements Report {}

    /**
     * What the lesson is about.
     *
     * @param rollout all of the iteration's visits
     * @param said how long they took
     */
    record Task(RunPlan plan, int iteration, Rollout rollout, Timing said) {

        /** Of the weights that are learned. */
        int version() {
            return iteration + 1;
        }

        int section() {
            return plan.sections().iterationEnd(iteration);
        }
    }

    private final Task task;
    private final School school;
    private final Coordinator.Company company;
    private final SoloEvaluation evaluation;
    private final ActorRef<Recorder.Report> reports;
    private final ActorRef<? super Report> replyTo;
    private final ActorRef<Trainer.Report> trainerReports;
    private final ActorRef<ModelServer.Serving> servings;
    private final List<InteractionEvent> learned = new ArrayList<>();
    private final List<Timing> times = new ArrayList<>();
    private Stopwatch clock;
    private Optional<SoloEvaluated> evaluated = Optional.empty();
    private Optional<ActorRef<Survey.Command>> survey = Optional.empty();
    private int unserved;
    private boolean recorded;

    /** Begins at once; the recorder's reports come back as {@link Written}. */
    static Behavior<Command> create(
            Task task,
            Coordinator.Company company,
            ActorRef<Recorder.Report> reports,
            ActorRef<? super Report> replyTo) {
        return Behaviors.setup(
                context -> {
                    Lesson lesson = new Lesson(context, task, company, reports, replyTo);
                    lesson.school
                            .trainer()
                            .tell(
                                    new Trainer.Learn(
                                            task.iteration(),
                                            task.rollout(),
                                            lesson.trainerReports));
                    return lesson;
                });
    }

    private Lesson(
            ActorContext<Command> context,
            Task task,
            Coordinator.Company company,
            ActorRef<Recorder.Report> reports,
            ActorRef<? super Report> replyTo) {
        super(context);
        this.task = task;
        this.school = company.school().orElseThrow();
        this.company = company;
        this.evaluation = new SoloEvaluation(task.plan());
        this.clock = new Stopwatch("learning", task.iteration());
        this.reports = reports;
        this.replyTo = replyTo;
        this.trainerReports = context.messageAdapter(Trainer.Report.class, Trained::new);
        this.servings = context.messageAdapter(ModelServer.Serving.class, Served::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Trained trained -> onTrainer(trained.report());
            case Served served -> onServed();
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Written written -> onWritten(written.next());
            case LookAtClock look -> onLookAtClock();
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

    private Behavior<Command> onTrainer(Trainer.Report report) {
        return switch (report) {
            case Trainer.Learned result -> {
                learned.addAll(result.events());
                times.add(task.said());
                times.add(clock.read());
                clock = new Stopwatch("evaluation", task.iteration());
                unserved = result.models().size();
                result.models()
                        .forEach(
                                (policy, model) ->
                                        Objects.requireNonNull(school.servers().get(policy))
                                                .tell(new ModelServer.Serve(model, servings)));
                yield this;
            }
            case Trainer.Kept kept -> {
                replyTo.tell(new Learned(task.rollout()));
                yield Behaviors.stopped();
            }
            case Trainer.Stuck stuck -> {
                replyTo.tell(new Failed(stuck.reason()));
                yield Behaviors.stopped();
            }
        };
    }

    private Behavior<Command> onServed() {
        unserved--;
        if (unserved == 0 && evaluation.due(task.version())) {
            ActorRef<Survey.Command> child =
                    getContext()
                            .spawnAnonymous(
                                    Survey.create(
                                            task.version(),
                                            evaluation.asks(),
                                            company.table(),
                                            getContext()
                                                    .messageAdapter(
                                                            Survey.Surveyed.class, Surveyed::new)));
            getContext().watch(child);
            survey = Optional.of(child);
        } else if (unserved == 0) {
            record();
        }
        return this;
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed surveyed) {
        survey = Optional.empty();
        if (surveyed.unanswered() > 0) {
            replyTo.tell(new Unanswered(surveyed.unanswered(), surveyed.lastFailure()));
        }
        times.add(clock.read());
        evaluated = Optional.of(evaluation.result(task.version(), surveyed.answers()));
        record();
        return this;
    }

    private void record() {
        recorded = true;
        List<InteractionEvent> section = new ArrayList<>(learned);
        evaluated.ifPresent(section::add);
        section.add(new IterationEnded(task.iteration()));
        company.recorder().tell(new Recorder.Append(task.section(), section, times, reports));
    }

    private Behavior<Command> onWritten(int next) {
        if (recorded && next > task.section()) {
            recorded = false;
            school.trainer().tell(new Trainer.Keep(task.version(), evaluated, trainerReports));
        }
        return this;
    }

    private Behavior<Command> onLookAtClock() {
        survey.ifPresent(child -> child.tell(Survey.LookAtClock.NOW));
        return this;
    }
}
