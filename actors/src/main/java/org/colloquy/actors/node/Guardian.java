package org.colloquy.actors.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.colloquy.actors.coordination.Window;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.recording.Recorder;
import org.colloquy.actors.recording.RunListener;
import org.colloquy.actors.recording.SectionSink;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.model.LanguageModel;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.ModelChoice;
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
     * @param models one for each choice that the scenario's agents make
     */
    record Run(
            RunPlan plan,
            RunState state,
            Map<ModelChoice, LanguageModel> models,
            PromptBook prompts,
            SectionSink sink,
            RunListener listener) {}

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
        Map<ModelChoice, ActorRef<ModelServer.Command>> servers = new LinkedHashMap<>();
        run.models()
                .forEach((choice, model) -> servers.put(choice, serve(run, window, choice, model)));
        List<ActorRef<Agent.Command>> cast = new ArrayList<>();
        Voice voice = new Voice(run.plan().scenario().seed(), run.prompts(), run.plan().sampling());
        for (Scenario.Agent agent : run.plan().scenario().agents()) {
            Behavior<Agent.Command> behavior =
                    Agent.create(
                            agent.name(),
                            agent.persona(),
                            voice,
                            Objects.requireNonNull(servers.get(agent.model())));
            cast.add(watched(context.spawn(behavior, "agent-" + agent.name())));
        }
        ActorRef<Recorder.Command> recorder = watched(record(run, window));
        Limits limits = run.plan().scenario().interaction().limits();
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
                                        new Coordinator.Company(table, recorder),
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

    /** A simulated model costs nothing and needs no thread of its own. */
    private ActorRef<ModelServer.Command> serve(
            Run run, Window window, ModelChoice choice, LanguageModel model) {
        int cast = run.plan().scenario().agents().size();
        ModelServer.Bounds bounds =
                new ModelServer.Bounds(NodeSettings.BATCH, window.completions(cast));
        return watched(
                getContext()
                        .spawnAnonymous(
                                ModelServer.create(model, bounds),
                                choice instanceof SimulatedChoice
                                        ? DispatcherSelector.defaultDispatcher()
                                        : DispatcherSelector.fromConfig(
                                                "colloquy.model-dispatcher")));
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
