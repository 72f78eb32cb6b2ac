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
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.dialogue.DialogueSession;
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
 * in any order; the {@link org.colloquy.actors.recording.Recorder} puts their sections into the
 * log's. A second visit is decided on when the first is recorded.
 */
final class Visits extends AbstractMatchingBehavior<Visits.Command> {

    sealed interface Command permits Part.Cue, Surveyed, Discussed {}

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    private record Discussed(DialogueSession.Ended dialogue) implements Command {}

    /**
     * All is recorded; the last report.
     *
     * @param rollout all that was recorded; in training only
     */
    record Visited(Optional<Rollout> rollout) implements Part.Done {}

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
    private final Part.Site site;
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

    /** Begins at once. */
    static Behavior<Command> create(
            IterationPlan iteration, Start start, Window window, Part.Site site) {
        return Behaviors.setup(
                context -> new Visits(context, iteration, start, window, site).goOn());
    }

    private Visits(
            ActorContext<Command> context,
            IterationPlan iteration,
            Start start,
            Window window,
            Part.Site site) {
        super(context);
        this.iteration = iteration;
        this.sections = iteration.run().sections();
        this.window = window;
        this.site = site;
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
            case Part.Written written -> onWritten(written.next());
            case Part.LookAtClock look -> onLookAtClock();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return Part.onSignal(this, signal);
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed survey) {
        surveys.remove(survey.subject());
        site.heard(survey);
        settle(Objects.requireNonNull(asked.remove(survey.subject())), survey.answers());
        return goOn();
    }

    private Behavior<Command> onDiscussed(DialogueSession.Ended dialogue) {
        sessions.remove(dialogue.id());
        int section = sections.dialogue(dialogue.id());
        rollout.ifPresent(all -> all.accept(dialogue.section()));
        site.record(section, dialogue.section(), List.of(dialogue.timing()));
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
        return site.ends(new Visited(rollout));
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
            surveys.put(number, site.survey(getContext(), number, asks, surveyEnds));
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
        Behavior<DialogueSession.Command> session =
                site.company().venue().dialogue(opening, difficulty, dialogueEnds);
        sessions.put(opening.plan().id(), Part.child(getContext(), session));
    }

    private void record(int section, List<InteractionEvent> events) {
        rollout.ifPresent(all -> all.accept(events));
        site.record(section, events, List.of());
    }
}
