package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.model.ModelServer;
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

    sealed interface Command permits Part.Cue, Trained, Served, Surveyed {}

    private record Trained(Trainer.Report report) implements Command {}

    private record Served(ModelServer.Serving serving) implements Command {}

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    /**
     * All is recorded and kept; the last report, if it did not fail.
     *
     * @param rollout that was learned from
     */
    record Learned(Rollout rollout) implements Part.Done {}

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
    private final Part.Site site;
    private final SoloEvaluation evaluation;
    private final ActorRef<Trainer.Report> trainerReports;
    private final ActorRef<ModelServer.Serving> servings;
    private final List<InteractionEvent> learned = new ArrayList<>();
    private final List<Timing> times = new ArrayList<>();
    private Stopwatch clock;
    private Optional<SoloEvaluated> evaluated = Optional.empty();
    private Optional<ActorRef<Survey.Command>> survey = Optional.empty();
    private int unserved;
    private boolean recorded;

    /** Begins at once. */
    static Behavior<Command> create(Task task, Part.Site site) {
        return Behaviors.setup(
                context -> {
                    Lesson lesson = new Lesson(context, task, site);
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

    private Lesson(ActorContext<Command> context, Task task, Part.Site site) {
        super(context);
        this.task = task;
        this.school = site.company().school().orElseThrow();
        this.site = site;
        this.evaluation = new SoloEvaluation(task.plan());
        this.clock = new Stopwatch("learning", task.iteration());
        this.trainerReports = context.messageAdapter(Trainer.Report.class, Trained::new);
        this.servings = context.messageAdapter(ModelServer.Serving.class, Served::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Trained trained -> onTrainer(trained.report());
            case Served served -> onServed();
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Part.Written written -> onWritten(written.next());
            case Part.LookAtClock look -> onLookAtClock();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return Part.onSignal(this, signal);
    }

    private Behavior<Command> onTrainer(Trainer.Report report) {
        return switch (report) {
            case Trainer.Learned result -> {
                learned.addAll(result.events());
                times.add(task.said());
                times.add(clock.read());
                clock = new Stopwatch("evaluation", task.iteration());
                unserved = result.models().size();
                school.serve(result.models(), servings);
                yield this;
            }
            case Trainer.Kept kept -> site.ends(new Learned(task.rollout()));
            case Trainer.Stuck stuck -> site.ends(new Part.Failed(stuck.reason()));
        };
    }

    private Behavior<Command> onServed() {
        unserved--;
        if (unserved == 0 && evaluation.due(task.version())) {
            survey =
                    Optional.of(
                            site.survey(
                                    getContext(),
                                    task.version(),
                                    evaluation.asks(),
                                    getContext()
                                            .messageAdapter(Survey.Surveyed.class, Surveyed::new)));
        } else if (unserved == 0) {
            record();
        }
        return this;
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed surveyed) {
        survey = Optional.empty();
        site.heard(surveyed);
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
        site.record(task.section(), section, times);
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
