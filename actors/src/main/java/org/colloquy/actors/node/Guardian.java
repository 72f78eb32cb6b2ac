package org.colloquy.actors.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.Voice;
import org.colloquy.actors.coordination.Coordinator;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.coordination.School;
import org.colloquy.actors.coordination.Venue;
import org.colloquy.actors.coordination.Window;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.OpenModels.Seat;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.actors.recording.SectionSink;
import org.colloquy.actors.training.Course;
import org.colloquy.actors.training.Trainer;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.model.LanguageModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.SimulatedChoice;

/**
 * Spawns everything that a run needs, and passes its result on. Model failures and refusals never
 * come here; whatever fails nevertheless is a bug, and ends the run with its reason.
 */
final class Guardian extends AbstractMatchingBehavior<Guardian.Command> {

    sealed interface Command {}

    /** Ends the run at the last section that is recorded. */
    enum Stop implements Command {
        NOW
    }

    private record Finished(RunResult result) implements Command {}

    /**
     * What a run consists of.
     *
     * @param models one for each seat that the scenario's agents have
     * @param course what is learned, in training
     */
    record Run(
            RunPlan plan,
            RunState state,
            Map<Seat, LanguageModel> models,
            PromptBook prompts,
            SectionSink sink,
            RunListener listener,
            Optional<Course> course) {

        /** A run in which nobody learns. */
        Run(
                RunPlan plan,
                RunState state,
                Map<Seat, LanguageModel> models,
                PromptBook prompts,
                SectionSink sink,
                RunListener listener) {
            this(plan, state, models, prompts, sink, listener, Optional.empty());
        }
    }

    private final ActorRef<Coordinator.Command> coordinator;
    private final CompletableFuture<RunResult> result;

    static Behavior<Command> create(
            Run run, NodeSettings settings, CompletableFuture<RunResult> result) {
        return Behaviors.setup(context -> new Guardian(context, run, settings, result));
    }

    private Guardian(
            ActorContext<Command> context,
            Run run,
            NodeSettings settings,
            CompletableFuture<RunResult> result) {
        super(context);
        this.result = result;
        Window window = new Window(settings.inFlight());
        Scenario scenario = run.plan().scenario();
        Map<Seat, ActorRef<ModelServer.Command>> servers = new LinkedHashMap<>();
        Map<String, LanguageModel> learned = learned(run);
        run.models()
                .forEach(
                        (seat, model) -> {
                            LanguageModel current =
                                    seat.policy()
                                            .map(policy -> learned.getOrDefault(policy, model))
                                            .orElse(model);
                            servers.put(seat, serve(run, settings, seat, current));
                        });
        List<ActorRef<Agent.Command>> cast = new ArrayList<>();
        Voice voice = new Voice(scenario.seed(), run.prompts(), run.plan().sampling());
        for (Scenario.Agent agent : scenario.agents()) {
            Behavior<Agent.Command> behavior =
                    Agent.create(
                            agent.name(),
                            agent.persona(),
                            voice,
                            Objects.requireNonNull(servers.get(Seat.of(scenario, agent))));
            cast.add(watched(context.spawn(behavior, "agent-" + agent.name())));
        }
        ActorRef<Recorder.Command> recorder = watched(record(run, window));
        Limits limits = scenario.interaction().limits();
        Patience patience =
                new Patience(Duration.ofMillis(limits.turnTimeoutMillis()), limits.attempts());
        DialogueSession.Table table =
                new DialogueSession.Table(cast, patience, run.plan().grader());
        this.coordinator =
                watched(
                        context.spawn(
                                Coordinator.create(
                                        run.plan(),
                                        run.state(),
                                        window,
                                        new Coordinator.Company(
                                                Venue.at(table),
                                                recorder,
                                                run.course()
                                                        .map(
                                                                course ->
                                                                        school(
                                                                                course,
                                                                                servers,
                                                                                run.listener()))),
                                        context.messageAdapter(RunResult.class, Finished::new)),
                                "coordinator"));
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Finished finished -> onFinished(finished.result());
            case Stop stop -> onStop();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        return switch (signal) {
            case ChildFailed failed ->
                    onFinished(
                            new RunResult(
                                    RunResult.Status.FAILED,
                                    0,
                                    0,
                                    "a bug in "
                                            + failed.getRef().path().name()
                                            + ": "
                                            + failed.getCause()));
            case Terminated child -> this;
            default -> Behaviors.unhandled();
        };
    }

    private Behavior<Command> onFinished(RunResult finished) {
        result.complete(finished);
        return Behaviors.stopped();
    }

    private Behavior<Command> onStop() {
        coordinator.tell(Coordinator.Stop.NOW);
        return this;
    }

    /** What speaks by a checkpoint's weights, by policy; nothing before the first. */
    private static Map<String, LanguageModel> learned(Run run) {
        return run.course()
                .filter(course -> course.version() > 0)
                .map(Course::models)
                .orElseGet(Map::of);
    }

    /** A simulated model costs nothing and needs no thread of its own. */
    private ActorRef<ModelServer.Command> serve(
            Run run, NodeSettings settings, Seat seat, LanguageModel model) {
        int cast = run.plan().scenario().agents().size();
        Window window = new Window(settings.inFlight());
        ModelServer.Bounds bounds =
                new ModelServer.Bounds(settings.batch(), window.completions(cast));
        return watched(
                getContext()
                        .spawnAnonymous(
                                ModelServer.create(model, bounds),
                                seat.choice() instanceof SimulatedChoice
                                        ? DispatcherSelector.defaultDispatcher()
                                        : DispatcherSelector.fromConfig(
                                                "colloquy.model-dispatcher")));
    }

    private School school(
            Course course, Map<Seat, ActorRef<ModelServer.Command>> servers, RunListener listener) {
        SequencedMap<String, ActorRef<ModelServer.Command>> byPolicy = new LinkedHashMap<>();
        servers.forEach(
                (seat, server) -> seat.policy().ifPresent(policy -> byPolicy.put(policy, server)));
        ActorRef<Trainer.Command> trainer =
                watched(getContext().spawn(Trainer.create(course), "trainer"));
        return new School(trainer, byPolicy, course.log(), listener::relearned, course.version());
    }

    private ActorRef<Recorder.Command> record(Run run, Window window) {
        Recorder.Start start =
                new Recorder.Start(run.state().next(), run.state().statistics(), window.sections());
        return getContext()
                .spawn(
                        Recorder.create(run.sink(), start, run.listener()),
                        "recorder",
                        DispatcherSelector.blocking());
    }

    private <T> ActorRef<T> watched(ActorRef<T> child) {
        getContext().watch(child);
        return child;
    }
}
