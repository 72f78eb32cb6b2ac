package org.colloquy.actors.coordination;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.Timings.Timing;
import org.colloquy.rollout.Rollout;

/**
 * Leads a run through its iterations: abilities first, then the {@link Visits} of the questions,
 * and in training the {@link Lesson} that makes new weights of what was said. A plain run is one
 * iteration without the lesson.
 */
public final class Coordinator extends AbstractMatchingBehavior<Coordinator.Command> {

    public sealed interface Command {}

    /** Ends the run at the last section that is recorded. */
    public enum Stop implements Command {
        NOW
    }

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    private record Ready(CatchUp.Report report, RunState state) implements Command {}

    private record Reported(Visits.Report report) implements Command {}

    private record Taught(Lesson.Report report) implements Command {}

    private record Heard(Recorder.Report report) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    private enum Course {
        GOING_ON,
        ENDING,
        STOPPING
    }

    /** The subject of the survey on which abilities are estimated. */
    private static final int EXAM = 0;

    /** The subject of the survey by which the first weights are measured. */
    private static final int EVALUATION = 1;

    /**
     * Where a run's coordinator finds the others.
     *
     * @param school who learns, in training
     */
    public record Company(
            DialogueSession.Table table,
            ActorRef<Recorder.Command> recorder,
            Optional<School> school) {}

    private final RunPlan plan;
    private final SectionLayout sections;
    private final Window window;
    private final Company company;
    private final ActorRef<? super RunResult> replyTo;
    private final ActorRef<Survey.Surveyed> surveyEnds;
    private final ActorRef<Visits.Report> visitReports;
    private final ActorRef<Lesson.Report> lessonReports;
    private final ActorRef<Recorder.Report> reports;
    private Optional<ActorRef<Survey.Command>> survey = Optional.empty();
    private Optional<ActorRef<Visits.Command>> visits = Optional.empty();
    private Optional<ActorRef<Lesson.Command>> lesson = Optional.empty();
    private int iteration;
    private List<Ability> abilities = List.of();
    private Course course = Course.GOING_ON;
    private Stopwatch rolloutClock = new Stopwatch("rollout", 0);
    private int unanswered;
    private String lastUnanswered = "";

    /** Begins, or goes on behind what {@code state} tells of the log, whose header is written. */
    public static Behavior<Command> create(
            RunPlan plan,
            RunState state,
            Window window,
            Company company,
            ActorRef<? super RunResult> replyTo) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(
                                            Tick.CLOCK, clockInterval(company.table()));
                                    Coordinator coordinator =
                                            new Coordinator(
                                                    context, plan, window, company, replyTo);
                                    coordinator.catchUp(state);
                                    return coordinator;
                                }));
    }

    private Coordinator(
            ActorContext<Command> context,
            RunPlan plan,
            Window window,
            Company company,
            ActorRef<? super RunResult> replyTo) {
        super(context);
        this.plan = plan;
        this.sections = plan.sections();
        this.window = window;
        this.company = company;
        this.replyTo = replyTo;
        this.surveyEnds = context.messageAdapter(Survey.Surveyed.class, Surveyed::new);
        this.visitReports = context.messageAdapter(Visits.Report.class, Reported::new);
        this.lessonReports = context.messageAdapter(Lesson.Report.class, Taught::new);
        this.reports = context.messageAdapter(Recorder.Report.class, Heard::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Ready ready -> onReady(ready);
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Reported reported -> onVisits(reported.report());
            case Taught taught -> onLesson(taught.report());
            case Heard heard -> onReport(heard.report());
            case Tick tick -> onTick();
            case Stop stop -> onStop();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed -> end(Status.FAILED, 0, "a bug: " + failed.getCause());
            case Terminated child -> this;
            default -> Behaviors.unhandled();
        };
    }

    private static Duration clockInterval(DialogueSession.Table table) {
        Duration quarter = table.patience().timeout().dividedBy(4);
        Duration most = Duration.ofSeconds(1);
        return quarter.compareTo(most) > 0 ? most : quarter.plusMillis(1);
    }

    /** Starts, but not before the weights have what the log has. */
    private void catchUp(RunState state) {
        company.school()
                .filter(school -> school.version() < state.iterations())
                .ifPresentOrElse(
                        school ->
                                watched(
                                        getContext()
                                                .spawnAnonymous(
                                                        CatchUp.create(
                                                                plan,
                                                                school,
                                                                state.iterations(),
                                                                readiness(state)))),
                        () -> start(state));
    }

    private ActorRef<CatchUp.Report> readiness(RunState state) {
        return getContext()
                .messageAdapter(CatchUp.Report.class, report -> new Ready(report, state));
    }

    private Behavior<Command> onReady(Ready ready) {
        return switch (ready.report()) {
            case CatchUp.CaughtUp caughtUp -> {
                if (course == Course.GOING_ON) {
                    start(ready.state());
                }
                yield this;
            }
            case CatchUp.Failed failed -> end(Status.FAILED, 0, failed.reason());
        };
    }

    private void start(RunState state) {
        iteration = state.iterations();
        abilities = state.abilities();
        if (state.next() >= sections.runEnd()) {
            endRun();
        } else if (state.next() <= sections.abilities(iteration)) {
            begin(state.estimated());
        } else if (sections.learning() && state.next() == sections.evaluation(iteration)) {
            evaluate();
        } else {
            visit(new Visits.Start(state.next(), abilities, state.mode(), state.rollout()));
        }
    }

    /**
     * Begins an iteration.
     *
     * @param estimated abilities by the iteration before, if there was one
     */
    private void begin(List<AbilityEstimated> estimated) {
        if (iteration == 0) {
            survey(EXAM, new AbilityExam(plan).asks());
            return;
        }
        settleAbilities(AbilityExam.of(estimated));
        evaluate();
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed surveyed) {
        survey = Optional.empty();
        unanswered(surveyed.unanswered(), surveyed.lastFailure());
        if (course != Course.GOING_ON) {
            return this;
        }
        if (surveyed.subject() == EXAM) {
            settleAbilities(new AbilityExam(plan).result(surveyed.answers()));
            if (sections.learning()) {
                evaluate();
            } else {
                visit(sections.abilities(0) + 1);
            }
        } else {
            record(
                    sections.evaluation(0),
                    List.of(new SoloEvaluation(plan).result(0, surveyed.answers())));
            visit(sections.evaluation(0) + 1);
        }
        return this;
    }

    private void settleAbilities(AbilityExam.Result result) {
        abilities = result.abilities();
        record(sections.abilities(iteration), result.events());
    }

    /** Measures the weights that training starts from; in later iterations there are none. */
    private void evaluate() {
        SoloEvaluation evaluation = new SoloEvaluation(plan);
        if (iteration == 0 && evaluation.due(0)) {
            survey(EVALUATION, evaluation.asks());
        } else {
            record(sections.evaluation(iteration), List.of());
            visit(sections.evaluation(iteration) + 1);
        }
    }

    private void visit(int next) {
        visit(new Visits.Start(next, abilities, Optional.empty(), plan.rollout()));
    }

    private void visit(Visits.Start start) {
        rolloutClock = new Stopwatch("rollout", iteration);
        visits =
                Optional.of(
                        watched(
                                getContext()
                                        .spawnAnonymous(
                                                Visits.create(
                                                        plan.iteration(iteration),
                                                        start,
                                                        window,
                                                        company,
                                                        reports,
                                                        visitReports))));
    }

    private Behavior<Command> onVisits(Visits.Report report) {
        switch (report) {
            case Visits.Unanswered missing -> unanswered(missing.count(), missing.reason());
            case Visits.Visited visited -> {
                visits = Optional.empty();
                if (course == Course.GOING_ON) {
                    visited.rollout().ifPresentOrElse(this::learn, this::endRun);
                }
            }
        }
        return this;
    }

    private void learn(Rollout rollout) {
        Timing said = rolloutClock.read();
        lesson =
                Optional.of(
                        watched(
                                getContext()
                                        .spawnAnonymous(
                                                Lesson.create(
                                                        new Lesson.Task(
                                                                plan, iteration, rollout, said),
                                                        company,
                                                        reports,
                                                        lessonReports))));
    }

    private Behavior<Command> onLesson(Lesson.Report report) {
        return switch (report) {
            case Lesson.Unanswered missing -> {
                unanswered(missing.count(), missing.reason());
                yield this;
            }
            case Lesson.Learned learned -> {
                lesson = Optional.empty();
                iteration++;
                if (course == Course.GOING_ON && iteration < plan.iterations()) {
                    begin(learned.rollout().abilities(abilities));
                } else if (course == Course.GOING_ON) {
                    endRun();
                }
                yield this;
            }
            case Lesson.Failed failed -> end(Status.FAILED, 0, failed.reason());
        };
    }

    private Behavior<Command> onReport(Recorder.Report report) {
        return switch (report) {
            case Recorder.Recorded recorded -> {
                visits.ifPresent(child -> child.tell(new Visits.Written(recorded.next())));
                lesson.ifPresent(child -> child.tell(new Lesson.Written(recorded.next())));
                yield this;
            }
            case Recorder.Closed closed ->
                    end(
                            course == Course.STOPPING ? Status.INTERRUPTED : Status.FINISHED,
                            closed.failedDialogues(),
                            lastUnanswered);
            case Recorder.Lost lost ->
                    end(Status.FAILED, 0, "the log cannot be written: " + lost.cause());
        };
    }

    private Behavior<Command> onTick() {
        survey.ifPresent(child -> child.tell(Survey.LookAtClock.NOW));
        visits.ifPresent(child -> child.tell(Visits.LookAtClock.NOW));
        lesson.ifPresent(child -> child.tell(Lesson.LookAtClock.NOW));
        return this;
    }

    private Behavior<Command> onStop() {
        if (course == Course.GOING_ON) {
            course = Course.STOPPING;
            company.recorder().tell(new Recorder.Close(reports));
        }
        return this;
    }

    private void endRun() {
        course = Course.ENDING;
        company.recorder().tell(new Recorder.End(sections.runEnd(), reports));
    }

    private void survey(int subject, List<Survey.Ask> asks) {
        survey =
                Optional.of(
                        watched(
                                getContext()
                                        .spawnAnonymous(
                                                Survey.create(
                                                        subject,
                                                        asks,
                                                        company.table(),
                                                        surveyEnds))));
    }

    private void record(int section, List<InteractionEvent> events) {
        company.recorder().tell(new Recorder.Append(section, events, List.of(), reports));
    }

    private void unanswered(int count, String reason) {
        if (count > 0) {
            unanswered += count;
            lastUnanswered = reason;
        }
    }

    private <T> ActorRef<T> watched(ActorRef<T> child) {
        getContext().watch(child);
        return child;
    }

    private Behavior<Command> end(Status status, int failedDialogues, String reason) {
        replyTo.tell(new RunResult(status, failedDialogues, unanswered, reason));
        return Behaviors.stopped();
    }
}
