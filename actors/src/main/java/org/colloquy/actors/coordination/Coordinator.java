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
import org.colloquy.actors.recording.Recorder;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.rollout.Rollout;

/**
 * Leads a run through its iterations: the {@link Opening} with the abilities, then the {@link
 * Visits} of the questions, and in training the {@link Lesson} that makes new weights of what was
 * said. A plain run is one iteration without the lesson.
 *
 * <p>One part is under way at a time; the recorder's progress and the clock's ticks go to it.
 */
public final class Coordinator extends AbstractMatchingBehavior<Coordinator.Command> {

    public sealed interface Command {}

    /** Ends the run at the last section that is recorded. */
    public enum Stop implements Command {
        NOW
    }

    private record Reported(Part.Report report) implements Command {}

    private record Heard(Recorder.Report report) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    private enum Course {
        GOING_ON,
        ENDING,
        STOPPING
    }

    /**
     * Where a run's coordinator finds the others.
     *
     * @param venue where dialogues and surveys take place
     * @param school who learns, in training
     */
    public record Company(
            Venue venue, ActorRef<Recorder.Command> recorder, Optional<School> school) {}

    private final RunPlan plan;
    private final SectionLayout sections;
    private final Window window;
    private final Company company;
    private final Part.Site site;
    private final ActorRef<? super RunResult> replyTo;

    /** The part of the iteration that is under way. */
    private Optional<ActorRef<? super Part.Cue>> part = Optional.empty();

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
                                            Tick.CLOCK, clockInterval(company.venue()));
                                    Coordinator coordinator =
                                            new Coordinator(
                                                    context, plan, window, company, replyTo);
                                    coordinator.begin(state);
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
        this.site =
                new Part.Site(
                        company,
                        context.messageAdapter(Recorder.Report.class, Heard::new),
                        context.messageAdapter(Part.Report.class, Reported::new));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Reported reported -> onPart(reported.report());
            case Heard heard -> onRecorder(heard.report());
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

    private static Duration clockInterval(Venue venue) {
        Duration quarter = venue.patience().timeout().dividedBy(4);
        Duration most = Duration.ofSeconds(1);
        return quarter.compareTo(most) > 0 ? most : quarter.plusMillis(1);
    }

    /** Begins, but not before the weights have what the log has. */
    private void begin(RunState state) {
        company.school()
                .filter(school -> school.version() < state.iterations())
                .ifPresentOrElse(
                        school ->
                                Part.child(getContext(), CatchUp.create(plan, school, state, site)),
                        () -> goOn(state));
    }

    private void goOn(RunState state) {
        iteration = state.iterations();
        abilities = state.abilities();
        if (state.next() >= sections.runEnd()) {
            endRun();
        } else if (state.next() < sections.firstPreamble(iteration)) {
            open(state.next(), state.estimated());
        } else {
            visit(new Visits.Start(state.next(), abilities, state.mode(), state.rollout()));
        }
    }

    private Behavior<Command> onPart(Part.Report report) {
        return switch (report) {
            case Part.Unanswered missing -> {
                unanswered += missing.count();
                lastUnanswered = missing.reason();
                yield this;
            }
            case Part.Failed failed -> end(Status.FAILED, 0, failed.reason());
            case Part.Done done -> {
                part = Optional.empty();
                if (course == Course.GOING_ON) {
                    follow(done);
                }
                yield this;
            }
        };
    }

    /** Begins what comes behind a part. */
    private void follow(Part.Done done) {
        switch (done) {
            case CatchUp.CaughtUp caughtUp -> goOn(caughtUp.state());
            case Opening.Opened opened -> {
                abilities = opened.abilities();
                int next = sections.firstPreamble(iteration);
                visit(new Visits.Start(next, abilities, Optional.empty(), plan.rollout()));
            }
            case Visits.Visited visited ->
                    visited.rollout().ifPresentOrElse(this::learn, this::endRun);
            case Lesson.Learned learned -> {
                iteration++;
                if (iteration < plan.iterations()) {
                    open(sections.abilities(iteration), learned.rollout().abilities(abilities));
                } else {
                    endRun();
                }
            }
        }
    }

    private void open(int next, List<AbilityEstimated> estimated) {
        Opening.Start start = new Opening.Start(iteration, next, abilities, estimated);
        part = Optional.of(Part.child(getContext(), Opening.create(plan, start, site)));
    }

    private void visit(Visits.Start start) {
        rolloutClock = new Stopwatch("rollout", iteration);
        Behavior<Visits.Command> visits =
                Visits.create(plan.iteration(iteration), start, window, site);
        part = Optional.of(Part.child(getContext(), visits));
    }

    private void learn(Rollout rollout) {
        Lesson.Task task = new Lesson.Task(plan, iteration, rollout, rolloutClock.read());
        part = Optional.of(Part.child(getContext(), Lesson.create(task, site)));
    }

    private Behavior<Command> onRecorder(Recorder.Report report) {
        return switch (report) {
            case Recorder.Recorded recorded -> {
                part.ifPresent(child -> child.tell(new Part.Written(recorded.next())));
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
        part.ifPresent(child -> child.tell(Part.LookAtClock.NOW));
        return this;
    }

    private Behavior<Command> onStop() {
        if (course == Course.GOING_ON) {
            course = Course.STOPPING;
            company.recorder().tell(new Recorder.Close(site.recorded()));
        }
        return this;
    }

    private void endRun() {
        course = Course.ENDING;
        company.recorder().tell(new Recorder.End(sections.runEnd(), site.recorded()));
    }

    private Behavior<Command> end(Status status, int failedDialogues, String reason) {
        replyTo.tell(new RunResult(status, failedDialogues, unanswered, reason));
        return Behaviors.stopped();
    }
}
