package org.colloquy.actors.node;

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
import org.colloquy.actors.coordination.Coordinator;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.actors.coordination.RunState;
import org.colloquy.actors.coordination.School;
import org.colloquy.actors.coordination.Venue;
import org.colloquy.actors.coordination.Window;
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
     * @param abroad where the dialogues take place, if not in this JVM
     */
    record Run(
            RunPlan plan,
            RunState state,
            Map<Seat, LanguageModel> models,
            PromptBook prompts,
            SectionSink sink,
            RunListener listener,
            Optional<Course> course,
            Optional<Abroad> abroad) {

        /** A run in which nobody learns. */
        Run(
                RunPlan plan,
                RunState state,
                Map<Seat, LanguageModel> models,
                PromptBook prompts,
                SectionSink sink,
                RunListener listener) {
            this(plan, state, models, prompts, sink, listener, Optional.empty(), Optional.empty());
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
        Stage stage =
                run.abroad().map(abroad -> away(run, abroad)).orElseGet(() -> here(run, settings));
        ActorRef<Recorder.Command> recorder = watched(record(run, window));
        this.coordinator =
                watched(
                        context.spawn(
                                Coordinator.create(
                                        run.plan(),
                                        run.state(),
                                        window,
                                        new Coordinator.Company(
                                                stage.venue(),
                                                recorder,
                                                run.course()
                                                        .map(
                                                                course ->
                                                                        school(
                                                                                course,
                                                                                stage,
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

    /** Where the dialogues take place, and who hears of new weights. */
    private record Stage(
            Venue venue, SequencedMap<String, ActorRef<ModelServer.Command>> servers) {}

    private Stage here(Run run, NodeSettings settings) {
        Ensemble ensemble = new Ensemble(run.plan(), run.models(), run.prompts(), settings);
        ensemble.serve(getContext(), learned(run));
        List<ActorRef<Agent.Command>> cast = new ArrayList<>();
        List<Behavior<Agent.Command>> agents = ensemble.agents();
        for (int agent = 0; agent < agents.size(); agent++) {
            String name = "agent-" + run.plan().scenario().agents().get(agent).name();
            cast.add(watched(getContext().spawn(agents.get(agent), name)));
        }
        return new Stage(Venue.at(ensemble.table(cast)), ensemble.byPolicy());
    }

    private Stage away(Run run, Abroad abroad) {
        Scenario scenario = run.plan().scenario();
        Abroad.Work work =
                abroad.work(
                        getContext(),
                        run.plan(),
                        OpenModels.participants(scenario, run.models()),
                        Ensemble.patience(scenario));
        SequencedMap<String, ActorRef<ModelServer.Command>> publishers = new LinkedHashMap<>();
        run.models().keySet().stream()
                .flatMap(seat -> seat.policy().stream())
                .forEach(
                        policy ->
                                publishers.put(
                                        policy,
                                        watched(
                                                getContext()
                                                        .spawnAnonymous(work.publisher(policy)))));
        learned(run)
                .forEach(
                        (policy, model) ->
                                Objects.requireNonNull(publishers.get(policy))
                                        .tell(
                                                new ModelServer.Serve(
                                                        model,
                                                        getContext().getSystem().ignoreRef())));
        return new Stage(work.venue(), publishers);
    }

    private School school(Course course, Stage stage, RunListener listener) {
        ActorRef<Trainer.Command> trainer =
                watched(getContext().spawn(Trainer.create(course), "trainer"));
        return new School(
                trainer, stage.servers(), course.log(), listener::relearned, course.version());
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
