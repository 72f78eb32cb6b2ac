package org.colloquy.actors.coordination;

import java.time.Duration;
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
import org.colloquy.actors.coordination.RunResult.Status;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.Mode;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.log.InteractionEvent;

/**
 * Leads a run: abilities first; then for each question its difficulty, its mode and its dialogues.
 *
 * <p>Questions are prepared ahead of the dialogues that are open, so that the models always have
 * work, and no dialogue is opened further ahead of the log than the {@link Window} allows. Children
 * end in any order; the {@link Recorder} puts their sections into the log's.
 */
public final class Coordinator extends AbstractMatchingBehavior<Coordinator.Command> {

    public sealed interface Command {}

    /** Ends the run at the last section that is recorded. */
    public enum Stop implements Command {
        NOW
    }

    private record Surveyed(Survey.Surveyed survey) implements Command {}

    private record Discussed(DialogueSession.Ended dialogue) implements Command {}

    private record Heard(Recorder.Report report) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    private enum Course {
        GOING_ON,
        ENDING,
        STOPPING
    }

    /** The subject of the survey on which abilities are estimated; else it is a question. */
    private static final int EXAM = -1;

    /** Where a run's coordinator finds the others. */
    public record Company(DialogueSession.Table table, ActorRef<Recorder.Command> recorder) {}

    private final RunPlan plan;
    private final Window window;
    private final DialogueSession.Table table;
    private final ActorRef<Recorder.Command> recorder;
    private final ActorRef<? super RunResult> replyTo;
    private final ActorRef<DialogueSession.Ended> dialogueEnds;
    private final ActorRef<Survey.Surveyed> surveyEnds;
    private final ActorRef<Recorder.Report> reports;
    private final Map<DialogueId, ActorRef<DialogueSession.Command>> sessions = new HashMap<>();
    private final Map<Integer, ActorRef<Survey.Command>> surveys = new HashMap<>();

    /** Modes of prepared questions that still have dialogues to open. */
    private final NavigableMap<Integer, Mode> modes = new TreeMap<>();

    private Preparation preparation;
    private int nextQuestion;
    private int nextDialogue;
    private int recordedDialogues;
    private Course course = Course.GOING_ON;
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
                                    coordinator.start(state);
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
        this.window = window;
        this.table = company.table();
        this.recorder = company.recorder();
        this.replyTo = replyTo;
        this.dialogueEnds = context.messageAdapter(DialogueSession.Ended.class, Discussed::new);
        this.surveyEnds = context.messageAdapter(Survey.Surveyed.class, Surveyed::new);
        this.reports = context.messageAdapter(Recorder.Report.class, Heard::new);
        this.preparation = new Preparation(plan, List.of());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Surveyed surveyed -> onSurveyed(surveyed.survey());
            case Discussed discussed -> onDiscussed(discussed.dialogue());
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

    private void start(RunState state) {
        if (state.next() <= RunPlan.ABILITIES) {
            survey(EXAM, new AbilityExam(plan).asks());
            return;
        }
        recordedDialogues = plan.dialoguesBefore(state.next());
        nextDialogue = recordedDialogues;
        nextQuestion = plan.preamblesBefore(state.next());
        if (nextDialogue < nextQuestion * plan.samples()) {
            modes.put(nextQuestion - 1, state.mode().orElseThrow());
        }
        preparation = new Preparation(plan, state.abilities());
        goOn();
    }

    private Behavior<Command> onSurveyed(Survey.Surveyed survey) {
        surveys.remove(survey.subject());
        for (Survey.Answer answer : survey.answers()) {
            if (answer.text().isEmpty()) {
                unanswered++;
                lastUnanswered = answer.failures().getLast();
            }
        }
        if (survey.subject() == EXAM) {
            AbilityExam.Result result = new AbilityExam(plan).result(survey.answers());
            record(RunPlan.ABILITIES, result.events());
            preparation = new Preparation(plan, result.abilities());
        } else {
            settle(survey.subject(), survey.answers());
        }
        return goOn();
    }

    private Behavior<Command> onDiscussed(DialogueSession.Ended dialogue) {
        sessions.remove(dialogue.id());
        recorder.tell(
                new Recorder.Append(
                        plan.dialogueSection(dialogue.id()),
                        dialogue.section(),
                        Optional.of(dialogue.timing()),
                        reports));
        return goOn();
    }

    private Behavior<Command> onReport(Recorder.Report report) {
        return switch (report) {
            case Recorder.Recorded recorded -> {
                recordedDialogues = plan.dialoguesBefore(recorded.next());
                yield goOn();
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
        sessions.values().forEach(session -> session.tell(DialogueSession.LookAtClock.NOW));
        surveys.values().forEach(survey -> survey.tell(Survey.LookAtClock.NOW));
        return this;
    }

    private Behavior<Command> onStop() {
        if (course == Course.GOING_ON) {
            course = Course.STOPPING;
            recorder.tell(new Recorder.Close(reports));
        }
        return this;
    }

    /** Starts whatever the window has room for; asks for the log's end when all is recorded. */
    private Behavior<Command> goOn() {
        if (course != Course.GOING_ON) {
            return this;
        }
        while (mayPrepare()) {
            prepare(nextQuestion++);
        }
        while (mayOpen()) {
            open(nextDialogue++);
        }
        if (recordedDialogues == plan.dialogues()) {
            course = Course.ENDING;
            recorder.tell(new Recorder.End(plan.endSection(), reports));
        }
        return this;
    }

    private boolean mayPrepare() {
        return nextQuestion < plan.questions()
                && maySucceed(nextQuestion)
                && surveys.size() < Window.SURVEYS
                && nextQuestion * plan.samples() < nextDialogue + window.prepared(plan.samples());
    }

    /** The first dialogue has the machine to itself, so that it is soon there to be seen. */
    private boolean maySucceed(int next) {
        return next == 0 || recordedDialogues > 0;
    }

    private void prepare(int question) {
        List<Survey.Ask> asks = preparation.asks(question);
        if (asks.isEmpty()) {
            settle(question, List.of());
        } else {
            survey(question, asks);
        }
    }

    private void settle(int question, List<Survey.Answer> answers) {
        Preamble preamble = preparation.preamble(question, answers);
        modes.put(question, preamble.mode());
        record(plan.preambleSection(question), preamble.events());
    }

    private boolean mayOpen() {
        return nextDialogue < plan.dialogues()
                && maySucceed(nextDialogue)
                && sessions.size() < window.inFlight()
                && nextDialogue < recordedDialogues + window.dialogues()
                && modes.containsKey(nextDialogue / plan.samples());
    }

    private void open(int index) {
        int question = index / plan.samples();
        Dialogue opening = plan.opening(index, Objects.requireNonNull(modes.get(question)));
        if (index % plan.samples() == plan.samples() - 1) {
            modes.remove(question);
        }
        double difficulty = DifficultyScale.label(plan.question(question));
        ActorRef<DialogueSession.Command> session =
                getContext()
                        .spawnAnonymous(
                                DialogueSession.create(opening, table, difficulty, dialogueEnds));
        getContext().watch(session);
        sessions.put(opening.plan().id(), session);
    }

    private void survey(int subject, List<Survey.Ask> asks) {
        ActorRef<Survey.Command> survey =
                getContext()
                        .spawnAnonymous(
                                Survey.create(
                                        subject,
                                        asks,
                                        table.cast(),
                                        Window.SURVEY_ASKS,
                                        table.patience(),
                                        surveyEnds));
        getContext().watch(survey);
        surveys.put(subject, survey);
    }

    private void record(int section, List<InteractionEvent> events) {
        recorder.tell(new Recorder.Append(section, events, Optional.empty(), reports));
    }

    private Behavior<Command> end(Status status, int failedDialogues, String reason) {
        replyTo.tell(new RunResult(status, failedDialogues, unanswered, reason));
        return Behaviors.stopped();
    }
}
