package org.colloquy.actors.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.Voice;
import org.colloquy.actors.coordination.RunPlan;
import org.colloquy.actors.coordination.Window;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.OpenModels.Seat;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.dialogue.TranscriptPrompts;
import org.colloquy.log.InteractionEvent.Participant;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.TransformerModel;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Scenario.Limits;
import org.colloquy.scenario.Scenario.SimulatedChoice;
import org.colloquy.tensor.TensorOps;
import org.colloquy.transformer.ModelFolder;

/** A scenario's cast on one node: the model servers that all its replicas share, and its agents. */
public final class Ensemble implements AutoCloseable {

    private final RunPlan plan;
    private final Map<Seat, LanguageModel> models;
    private final NodeSettings settings;
    private final Voice voice;
    private final Map<Seat, ActorRef<ModelServer.Command>> servers = new LinkedHashMap<>();

    /** Of models that somebody else closes. */
    Ensemble(
            RunPlan plan,
            Map<Seat, LanguageModel> models,
            PromptBook prompts,
            NodeSettings settings) {
        this.plan = plan;
        this.models = models;
        this.settings = settings;
        this.voice = new Voice(plan.scenario().seed(), prompts, plan.sampling());
    }

    /**
     * Opens a scenario's models.
     *
     * @param resolved scenario as JSON
     * @param agents what answers for each where the run is led
     * @throws IOException if a model cannot be read, or is another one here
     */
    public static Ensemble open(String resolved, List<Participant> agents, NodeSettings settings)
            throws IOException {
        Scenario scenario = ResolvedScenario.read(resolved, "the run's scenario", List.of());
        OpenModels models = OpenModels.of(scenario, ScenarioModels.of(scenario, settings));
        List<Participant> here = models.participants(scenario);
        if (!here.equals(agents)) {
            models.close();
            throw new IOException(
                    "the models differ: where the run is led they are %s, here %s; give both nodes the same files"
                            .formatted(agents, here));
        }
        return new Ensemble(
                ColloquyRun.plan(scenario), models.bySeat(), new TranscriptPrompts(), settings);
    }

    /**
     * Spawns and watches a model server for each model.
     *
     * @param context of the servers' parent
     */
    public void serve(ActorContext<?> context) {
        serve(context, Map.of());
    }

    /**
     * @param learned what speaks for a policy in place of its first weights
     */
    void serve(ActorContext<?> context, Map<String, LanguageModel> learned) {
        models.forEach(
                (seat, model) -> {
                    LanguageModel current =
                            seat.policy()
                                    .map(policy -> learned.getOrDefault(policy, model))
                                    .orElse(model);
                    ActorRef<ModelServer.Command> server =
                            context.spawnAnonymous(
                                    ModelServer.create(current, bounds()), dispatcher(seat));
                    context.watch(server);
                    servers.put(seat, server);
                });
    }

    private ModelServer.Bounds bounds() {
        Window window = new Window(settings.inFlight());
        int cast = plan.scenario().agents().size();
        return new ModelServer.Bounds(settings.batch(), window.completions(cast));
    }

    /** A simulated model costs nothing and needs no thread of its own. */
    private static DispatcherSelector dispatcher(Seat seat) {
        return seat.choice() instanceof SimulatedChoice
                ? DispatcherSelector.defaultDispatcher()
                : DispatcherSelector.fromConfig("colloquy.model-dispatcher");
    }

    /** One replica of the cast, in the scenario's order; {@link #serve} comes before. */
    public List<Behavior<Agent.Command>> agents() {
        Scenario scenario = plan.scenario();
        return scenario.agents().stream()
                .map(
                        agent ->
                                Agent.create(
                                        agent.name(),
                                        agent.persona(),
                                        voice,
                                        Objects.requireNonNull(
                                                servers.get(Seat.of(scenario, agent)))))
                .toList();
    }

    /** The table of a replica of the cast. */
    public DialogueSession.Table table(List<ActorRef<Agent.Command>> cast) {
        return new DialogueSession.Table(cast, patience(plan.scenario()), plan.grader());
    }

    static Patience patience(Scenario scenario) {
        Limits limits = scenario.interaction().limits();
        return new Patience(Duration.ofMillis(limits.turnTimeoutMillis()), limits.attempts());
    }

    /** Who speaks for each policy that is trained. */
    SequencedMap<String, ActorRef<ModelServer.Command>> byPolicy() {
        SequencedMap<String, ActorRef<ModelServer.Command>> byPolicy = new LinkedHashMap<>();
        servers.forEach(
                (seat, server) -> seat.policy().ifPresent(policy -> byPolicy.put(policy, server)));
        return byPolicy;
    }

    /**
     * Has a policy speak by other weights of the same form.
     *
     * @param weights the bytes of a model.safetensors
     * @throws IOException if they do not fit the model
     */
    public void speakBy(
            String policy, byte[] weights, ActorRef<? super ModelServer.Serving> replyTo)
            throws IOException {
        TransformerModel first =
                models.entrySet().stream()
                        .filter(seat -> seat.getKey().policy().equals(Optional.of(policy)))
                        .map(Map.Entry::getValue)
                        .filter(TransformerModel.class::isInstance)
                        .map(TransformerModel.class::cast)
                        .findFirst()
                        .orElseThrow(() -> new IOException("policy " + policy + " has no weights"));
        Path folder = Files.createTempDirectory("colloquy-weights-");
        try (TensorOps ops = settings.computing().decoding(1)) {
            ModelFolder.write(folder, first.parameters(), first.tokenizer(), ops);
            Files.write(folder.resolve(ModelFolder.WEIGHTS), weights);
            ModelFolder.Model model = ModelFolder.read(folder.toString(), ops);
            TransformerModel next =
                    new TransformerModel(
                            TransformerModel.identity(model.weightsSha256()),
                            model.parameters(),
                            model.tokenizer(),
                            () -> settings.computing().decoding(threads()));
            Objects.requireNonNull(byPolicy().get(policy))
                    .tell(new ModelServer.Serve(next, replyTo));
        } finally {
            FileTree.delete(folder);
        }
    }

    private int threads() {
        return Math.max(1, settings.threads() / Math.max(1, models.size()));
    }

    @Override
    public void close() {
        models.values().forEach(LanguageModel::close);
    }
}
