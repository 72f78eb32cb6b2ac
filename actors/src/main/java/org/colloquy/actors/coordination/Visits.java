package org.colloquy.actors.coordination;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.Ability;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.log.InteractionEvent;
import org.colloquy.rollout.Rollout;

/**
 * Leads one iteration's visits: for each its difficulty, its mode and its dialogues.
 *
 * <p>Visits are prepared ahead of the dialogues that are open, so that the models always have work,
 * and no dialogue is opened further ahead of the log than the {@link Window} allows. Children end
 * in any order; the {@link Recorder} puts their sections into the log's. A second visit is decided
 * on when the first is recorded.
 */
final class Visits extends AbstractMatchingBehavior<Visits.Command> {

    sealed interface Command {}

    /** All sections before this number are written. */
    record Written(int next) implements Command {}

    /** Fails what is overdue; whoever opened the visits sends it now and then. */
    enum LookAtClock implements Command {
        NOW
    }

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    private record Discussed(DialogueSession.Ended dialogue) implements Command {}

    /** What the one who opened the visits hears. */
    sealed interface Report {}

    /** Questions to agents got no answer. */
    record Unanswered(int count, String reason) implements Report {}

    /**
     * All is recorded; the last report.
     *
     * @param rollout all that was recorded; in training only
     */
    record Visited(Optional<Rollout> rollout) implements Report {}

    /**
     * Where to begin.
     *
     * @param next the first section that is not written
     * @param mode of the last visit with a preamble, if that is in this iteration
     * @param rollout what the visits have recorded so far, in training
     */
    record Start(
            int next, List<Ability> abilities, Optional<Mode> mode, Optional<Rollout> rollout) {}

    /** A visit whose dialogues can be opened; without one there is nothing to open. */
    private record Prepared(Optional<Visit> visit, Mode mode) {
        private static final Prepared NOTHING = new Prepared(Optional.empty(), Mode.COOPERATE);
    }

    private final IterationPlan iteration;
    private final SectionLayout sections;
    private final Window window;
    private final Coordinator.Company company;
    private final ActorRef<Recorder.Report> reports;
    private final ActorRef<? super Report> replyTo;
    private final ActorRef<DialogueSession.Ended> dialogueEnds;
    private final ActorRef<Survey.Surveyed> surveyEnds;
    private final Preparation preparation;
    private final Map<DialogueId, ActorRef<DialogueSession.Command>> sessions = new HashMap<>();
    private final Map<Integer, ActorRef<Survey.Command>> surveys = new HashMap<>();

    /** Visits that still have places to fill. */
    private final NavigableMap<Integer, Prepared> prepared = new TreeMap<>();

    private final Map<Integer, Visit> asked = new HashMap<>();

    private final Optional<Rollout> rollout;

    private int nextVisit;
    private int nextPlace;
    private int recordedPlaces;

    /** Begins at once; the recorder's reports come back as {@link Written}. */
    static Behavior<Command> create(
            IterationPlan iteration,
            Start start,
            Window window,
            Coordinator.Company company,
            ActorRef<Recorder.Report> reports,
            ActorRef<? super Report> replyTo) {
        return Behaviors.setup(
                context -> {
                    Visits visits =
                            new Visits(
                                    context, iteration, start, window, company, reports, replyTo);
                    return visits.goOn();
                });
    }

    private Visits(
            ActorContext<Command> context,
            IterationPlan iteration,
            Start start,
            Window window,
            Coordinator.Company company,
            ActorRef<Recorder.Report> reports,
            ActorRef<? super Report> replyTo) {
        super(context);
        this.iteration = iteration;
        this.sections = iteration.run().sections();
        this.window = window;
        this.company = company;
        this.reports = reports;
        this.replyTo = replyTo;
        this.dialogueEnds = context.messageAdapter(DialogueSession.Ended.class, Discussed::new);
        this.surveyEnds = context.messageAdapter(Survey.Surveyed.class, Surveyed::new);
        this.preparation = new Preparation(iteration, start.abilities());
        this.rollout = start.rollout();
        this.recordedPlaces = sections.placesBeforeSection(iteration.number(), start.next());
        this.nextPlace = recordedPlaces;
        this.nextVisit = sections.visitsBeforeSection(iteration.number(), start.next());
        if (nextPlace < sections.placesBefore(nextVisit)) {
            prepared.put(
                    nextVisit - 1, new Prepared(visit(nextVisit - 1), start.mode().orElseThrow()));
        }
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Discussed discussed -> onDiscussed(discussed.dialogue());
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

    private Behavior<Command> onSurveyed(Survey.Surveyed survey) {
        surveys.remove(survey.subject());
        if (survey.unanswered() > 0) {
            replyTo.tell(new Unanswered(survey.unanswered(), survey.lastFailure()));
        }
        settle(Objects.requireNonNull(asked.remove(survey.subject())), survey.answers());
        return goOn();
    }

    private Behavior<Command> onDiscussed(DialogueSession.Ended dialogue) {
        sessions.remove(dialogue.id());
        int section = sections.dialogue(dialogue.id());
        rollout.ifPresent(all -> all.accept(dialogue.section()));
        company.recorder()
                .tell(
                        new Recorder.Append(
                                section, dialogue.section(), List.of(dialogue.timing()), reports));
        return goOn();
    }

    private Behavior<Command> onWritten(int next) {
        recordedPlaces = sections.placesBeforeSection(iteration.number(), next);
        return goOn();
    }

    private Behavior<Command> onLookAtClock() {
        sessions.values().forEach(session -> session.tell(DialogueSession.LookAtClock.NOW));
        surveys.values().forEach(survey -> survey.tell(Survey.LookAtClock.NOW));
        return this;
    }

    /** Starts whatever the window has room for; ends when all is recorded. */
    private Behavior<Command> goOn() {
        while (mayPrepare()) {
            prepare(nextVisit++);
        }
        while (mayOpen()) {
            fill(nextPlace++);
        }
        if (recordedPlaces < sections.places()) {
            return this;
        }
        replyTo.tell(new Visited(rollout));
        return Behaviors.stopped();
    }

    private boolean mayPrepare() {
        return nextVisit < sections.visits()
                && maySucceed(nextVisit)
                && mayDecide(nextVisit)
                && surveys.size() < Window.SURVEYS
                && sections.placesBefore(nextVisit)
                        < nextPlace + window.prepared(sections.samples());
    }

    /** The first dialogue has the machine to itself, so that it is soon there to be seen. */
    private boolean maySucceed(int next) {
        return next == 0 || recordedPlaces > 0 || sections.learning();
    }

    /** A second visit depends on the first. */
    private boolean mayDecide(int visit) {
        int first = visit - sections.questions();
        return first < 0 || recordedPlaces >= sections.placesBefore(first + 1);
    }

    private void prepare(int number) {
        Optional<Visit> visit = visit(number);
        if (visit.isEmpty()) {
            prepared.put(number, Prepared.NOTHING);
            record(sections.preamble(iteration.key(number)), List.of());
            return;
        }
        List<Survey.Ask> asks = preparation.asks(visit.get());
        if (asks.isEmpty()) {
            settle(visit.get(), List.of());
        } else {
            asked.put(number, visit.get());
            survey(number, asks);
        }
    }

    private Optional<Visit> visit(int number) {
        int first = number - sections.questions();
        return first < 0
                ? Optional.of(iteration.first(number))
                : iteration.second(first, rollout.orElseThrow());
    }

    private void settle(Visit visit, List<Survey.Answer> answers) {
        Preamble preamble = preparation.preamble(visit, answers);
        prepared.put(visit.key().question(), new Prepared(Optional.of(visit), preamble.mode()));
        record(sections.preamble(visit.key()), preamble.events());
    }

    private boolean mayOpen() {
        return nextPlace < sections.places()
                && maySucceed(nextPlace)
                && sessions.size() < window.inFlight()
                && nextPlace < recordedPlaces + window.dialogues()
                && prepared.containsKey(sections.visit(nextPlace));
    }

    /** Opens the dialogue of a place, or leaves it empty. */
    private void fill(int place) {
        int number = sections.visit(place);
        int sample = sections.sample(place);
        Prepared ready = Objects.requireNonNull(prepared.get(number));
        if (sample == sections.places(number) - 1) {
            prepared.remove(number);
        }
        ready.visit()
                .filter(visit -> sample < visit.samples())
                .ifPresentOrElse(
                        visit -> open(visit, iteration.opening(visit, sample, ready.mode())),
                        () ->
                                record(
                                        sections.preamble(iteration.key(number)) + 1 + sample,
                                        List.of()));
    }

    private void open(Visit visit, Dialogue opening) {
        double difficulty = DifficultyScale.label(visit.question());
        ActorRef<DialogueSession.Command> session =
                getContext()
                        .spawnAnonymous(
                                DialogueSession.create(
                                        opening, company.table(), difficulty, dialogueEnds));
        getContext().watch(session);
        sessions.put(opening.plan().id(), session);
    }

    private void survey(int subject, List<Survey.Ask> asks) {
        ActorRef<Survey.Command> survey =
                getContext()
                        .spawnAnonymous(Survey.create(subject, asks, company.table(), surveyEnds));
        getContext().watch(survey);
        surveys.put(subject, survey);
    }

    private void record(int section, List<InteractionEvent> events) {
        rollout.ifPresent(all -> all.accept(events));
        company.recorder().tell(new Recorder.Append(section, events, List.of(), reports));
    }
}
