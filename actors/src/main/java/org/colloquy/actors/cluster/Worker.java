package org.colloquy.actors.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.cluster.message.Brief;
import org.colloquy.actors.cluster.message.NodeLoad;
import org.colloquy.actors.cluster.message.Outcome;
import org.colloquy.actors.cluster.message.ToDispatch;
import org.colloquy.actors.cluster.message.ToWorker;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.model.ModelServer;
import org.colloquy.actors.node.Ensemble;
import org.colloquy.actors.node.NodeSettings;
import org.colloquy.log.InteractionEvent.TurnTaken;

/**
 * A node's work for one run: its model servers, its cells, and which weights they speak by.
 *
 * <p>The models answer with one version at a time. A newer one is fetched when the first order asks
 * for it, which is only after all that was ordered with the version before is done.
 */
final class Worker extends AbstractMatchingBehavior<Worker.Command> {

    sealed interface Command {}

    /** A cell has an order with these weights; answered when the models speak by them. */
    record Need(List<WeightsId> weights, ActorRef<? super Cell.Command> cell) implements Command {}

    /** How many jobs and outcomes a cell has. */
    record Busy(String cell, int running, int unreceipted) implements Command {}

    /** A cell has done a job. */
    record Did(Outcome outcome) implements Command {}

    /** Asks how the worker stands. */
    private record Heard(ToWorker message) implements Command {}

    private record Fetched(WeightsFetch.Report report) implements Command {}

    private record Served(WeightsId weights) implements Command {}

    private record Seated(int cell, int agent, ActorRef<Agent.Command> ref) implements Command {}

    private enum Tick implements Command {
        CLOCK
    }

    private static final Duration CLOCK = Duration.ofSeconds(1);

    private final String node;
    private final NodeSettings settings;
    private final String engineVersion;
    private final ActorRef<ToDispatch> dispatch;
    private final ActorRef<ToWorker> ear;
    private final Map<String, WeightsId> current = new LinkedHashMap<>();
    private final Map<WeightsId, ActorRef<WeightsFetch.Command>> fetching = new HashMap<>();
    private final List<Need> needs = new ArrayList<>();
    private final Map<Integer, Map<Integer, ActorRef<Agent.Command>>> casts = new HashMap<>();
    private final Map<String, Busy> busy = new HashMap<>();
    private Optional<Brief> brief = Optional.empty();
    private Optional<Ensemble> ensemble = Optional.empty();
    private String unfit = "";
    private int cells;
    private long dialogues;
    private long tokens;

    /**
     * Belongs on a dispatcher that may wait for the disk.
     *
     * @param node its address
     */
    static Behavior<Command> create(
            String node,
            String engineVersion,
            NodeSettings settings,
            ActorRef<ToDispatch> dispatch) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(Tick.CLOCK, CLOCK);
                                    Worker worker =
                                            new Worker(
                                                    context,
                                                    node,
                                                    engineVersion,
                                                    settings,
                                                    dispatch);
                                    worker.onTick();
                                    return worker;
                                }));
    }

    private Worker(
            ActorContext<Command> context,
            String node,
            String engineVersion,
            NodeSettings settings,
            ActorRef<ToDispatch> dispatch) {
        super(context);
        this.node = node;
        this.engineVersion = engineVersion;
        this.settings = settings;
        this.dispatch = dispatch;
        this.ear = context.messageAdapter(ToWorker.class, Heard::new);
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onHeard(heard.message());
            case Seated seated -> onSeated(seated);
            case Need need -> onNeed(need);
            case Fetched fetched -> onFetched(fetched.report());
            case Served served -> onServed(served.weights());
            case Did did -> onDid(did.outcome());
            case Busy one -> {
                busy.put(one.cell(), one);
                yield this;
            }
            case Tick tick -> onTick();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        switch (signal) {
            case ChildFailed failed ->
                    dispatch.tell(
                            new ToDispatch.Broken(
                                    node,
                                    "a bug in "
                                            + failed.getRef().path().name()
                                            + ": "
                                            + failed.getCause()));
            case PostStop stop -> leave();
            default -> {}
        }
        return signal instanceof Terminated || signal instanceof PostStop
                ? this
                : Behaviors.unhandled();
    }

    private Behavior<Command> onHeard(ToWorker message) {
        switch (message) {
            case ToWorker.Briefed briefed -> onBrief(briefed.brief());
            case ToWorker.Chunk chunk ->
                    Optional.ofNullable(fetching.get(chunk.weights()))
                            .ifPresent(fetch -> fetch.tell(new WeightsFetch.Came(chunk)));
        }
        return this;
    }

    private void onBrief(Brief told) {
        if (brief.isPresent()) {
            return;
        }
        brief = Optional.of(told);
        try {
            if (!told.engineVersion().equals(engineVersion)) {
                throw new IOException(
                        "the node has version "
                                + engineVersion
                                + ", the run "
                                + told.engineVersion());
            }
            Ensemble opened = Ensemble.open(told.scenario(), told.agents(), settings);
            ensemble = Optional.of(opened);
            opened.serve(getContext());
            for (int cell = 0; cell < told.cells(); cell++) {
                seat(told, opened, cell);
            }
        } catch (IOException | IllegalArgumentException refusal) {
            unfit = String.valueOf(refusal.getMessage());
            getContext().getLog().warn("{} does not work for {}: {}", node, told.run(), unfit);
            dispatch.tell(new ToDispatch.Unfit(node, unfit));
        }
    }

    private void seat(Brief told, Ensemble opened, int cell) {
        String name = told.run() + "." + told.incarnation() + "." + node + "." + cell;
        List<Behavior<Agent.Command>> agents = opened.agents();
        for (int agent = 0; agent < agents.size(); agent++) {
            int who = agent;
            ActorRef<ActorRef<Agent.Command>> usher =
                    getContext()
                            .spawnAnonymous(
                                    Behaviors.receiveMessage(
                                            ref -> {
                                                getContext()
                                                        .getSelf()
                                                        .tell(new Seated(cell, who, ref));
                                                return Behaviors.stopped();
                                            }));
            Seat.of(getContext().getSystem(), name, agent)
                    .tell(new Seat.Take(agents.get(agent), usher));
        }
    }

    private Behavior<Command> onSeated(Seated seated) {
        Map<Integer, ActorRef<Agent.Command>> cast =
                casts.computeIfAbsent(seated.cell(), cell -> new HashMap<>());
        cast.put(seated.agent(), seated.ref());
        Ensemble opened = ensemble.orElseThrow();
        int size = opened.agents().size();
        if (cast.size() == size) {
            List<ActorRef<Agent.Command>> table = new ArrayList<>();
            for (int agent = 0; agent < size; agent++) {
                table.add(Objects.requireNonNull(cast.get(agent)));
            }
            DialogueSession.Table own = opened.table(table);
            getContext()
                    .watch(
                            getContext()
                                    .spawn(
                                            Cell.create(
                                                    brief.orElseThrow(),
                                                    own,
                                                    getContext().getSelf(),
                                                    dispatch),
                                            "cell-" + seated.cell()));
            cells++;
        }
        return this;
    }

    private Behavior<Command> onNeed(Need need) {
        needs.add(need);
        return settleNeeds();
    }

    /** Answers what can be answered, and fetches what is missing. */
    private Behavior<Command> settleNeeds() {
        for (Need need : List.copyOf(needs)) {
            if (need.weights().stream().anyMatch(this::isPast)) {
                needs.remove(need);
                need.cell().tell(Cell.Past.NOW);
                continue;
            }
            List<WeightsId> missing =
                    need.weights().stream().filter(id -> !current.containsValue(id)).toList();
            missing.stream().filter(id -> !fetching.containsKey(id)).forEach(this::fetch);
            if (missing.isEmpty()) {
                needs.remove(need);
                need.cell().tell(Cell.Ready.NOW);
            }
        }
        return this;
    }

    private boolean isPast(WeightsId id) {
        return Optional.ofNullable(current.get(id.policy()))
                .filter(now -> now.version() > id.version())
                .isPresent();
    }

    private void fetch(WeightsId id) {
        ActorRef<WeightsFetch.Report> reports =
                getContext().messageAdapter(WeightsFetch.Report.class, Fetched::new);
        ActorRef<WeightsFetch.Command> child =
                getContext().spawnAnonymous(WeightsFetch.create(id, dispatch, ear, reports));
        getContext().watch(child);
        fetching.put(id, child);
    }

    private Behavior<Command> onFetched(WeightsFetch.Report report) {
        switch (report) {
            case WeightsFetch.Whole whole -> {
                try {
                    ActorRef<ModelServer.Serving> served =
                            getContext()
                                    .spawnAnonymous(
                                            Behaviors.receiveMessage(
                                                    serving -> {
                                                        getContext()
                                                                .getSelf()
                                                                .tell(new Served(whole.id()));
                                                        return Behaviors.stopped();
                                                    }));
                    ensemble.orElseThrow().speakBy(whole.id().policy(), whole.weights(), served);
                } catch (IOException unusable) {
                    broken(String.valueOf(unusable.getMessage()));
                }
            }
            case WeightsFetch.Failed failed -> broken(failed.reason());
        }
        return this;
    }

    private Behavior<Command> onServed(WeightsId id) {
        fetching.remove(id);
        current.put(id.policy(), id);
        return settleNeeds();
    }

    private void broken(String reason) {
        dispatch.tell(new ToDispatch.Broken(node, reason));
    }

    private Behavior<Command> onDid(Outcome outcome) {
        switch (outcome) {
            case Outcome.Discussed discussed -> {
                dialogues++;
                tokens +=
                        discussed.section().stream()
                                .filter(TurnTaken.class::isInstance)
                                .mapToLong(event -> ((TurnTaken) event).turn().tokens().length())
                                .sum();
            }
            case Outcome.Answered answered -> {}
        }
        return this;
    }

    private Behavior<Command> onTick() {
        if (brief.isEmpty()) {
            dispatch.tell(new ToDispatch.Enlist(node, ear));
        } else if (!unfit.isEmpty()) {
            dispatch.tell(new ToDispatch.Unfit(node, unfit));
        } else {
            dispatch.tell(new ToDispatch.Doing(node, load()));
        }
        return this;
    }

    private NodeLoad load() {
        int agents = casts.values().stream().mapToInt(Map::size).sum();
        return new NodeLoad(
                cells,
                agents,
                busy.values().stream().mapToInt(Busy::running).sum(),
                busy.values().stream().mapToInt(Busy::unreceipted).sum(),
                dialogues,
                tokens,
                List.copyOf(current.values()));
    }

    private void leave() {
        brief.ifPresent(
                told -> {
                    for (int cell = 0; cell < told.cells(); cell++) {
                        String name =
                                told.run() + "." + told.incarnation() + "." + node + "." + cell;
                        int size = ensemble.map(all -> all.agents().size()).orElse(0);
                        for (int agent = 0; agent < size; agent++) {
                            Seat.of(getContext().getSystem(), name, agent).tell(Seat.Leave.NOW);
                        }
                    }
                });
        ensemble.ifPresent(Ensemble::close);
    }
}
