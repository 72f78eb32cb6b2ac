package org.colloquy.actors.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.cluster.message.FromFront;
import org.colloquy.actors.cluster.message.FromFront.Phase;
import org.colloquy.actors.cluster.message.FromFront.Progress;
import org.colloquy.actors.cluster.message.ToFront;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.log.RunLease;

/**
 * The cluster's one leader of runs, as a Cluster Singleton: one run at a time, the others wait.
 *
 * <p>It begins by going on with the runs whose leader died. It belongs on a dispatcher that may
 * wait for the disk.
 */
final class Lead extends AbstractMatchingBehavior<Lead.Command> {

    sealed interface Command {}

    record Submit(ToFront.Submit message) implements Command {}

    record Inquire(ToFront.Inquire message) implements Command {}

    record Stop(String run) implements Command {}

    /** Asks for the work that is under way. */
    record Look(ActorRef<? super Seen> replyTo) implements Command {}

    /** Hands the cluster over to another node; runs go on there. */
    enum HandOver implements Command {
        NOW
    }

    private record Ended(String run, RunResult result) implements Command {}

    private record Stood(Dispatch.Standing standing, ActorRef<? super Seen> replyTo)
            implements Command {}

    private record Silent(ActorRef<? super Seen> replyTo) implements Command {}

    /**
     * The answer to {@link Look}.
     *
     * @param node that leads
     */
    record Seen(String node, Optional<FromFront.Work> work, List<String> waiting) {}

    /** The most runs that wait. */
    private static final int MOST_WAITING = 16;

    /** The most ended runs that are kept in mind. */
    private static final int MOST_ENDED = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** A run to begin or to go on with. */
    private record Task(String run, Optional<ToFront.Submit> submit) {}

    private final LedRun.Site site;
    private final ArrayDeque<Task> waiting = new ArrayDeque<>();
    private final Map<String, Progress> ended = new LinkedHashMap<>();
    private Optional<LedRun> current = Optional.empty();
    private boolean handingOver;

    static Behavior<Command> create(LedRun.Site site) {
        return Behaviors.setup(context -> new Lead(context, site).begin());
    }

    private Lead(ActorContext<Command> context, LedRun.Site site) {
        super(context);
        this.site = site;
    }

    private Behavior<Command> begin() throws IOException {
        getContext().getLog().info("{} leads the cluster's runs", site.node());
        for (Path open : RunLease.open(site.runs())) {
            waiting.add(new Task(String.valueOf(open.getFileName()), Optional.empty()));
        }
        next();
        return this;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Submit submit -> onSubmit(submit.message());
            case Inquire inquire -> {
                inquire.message().replyTo().tell(progress(inquire.message().run()));
                yield this;
            }
            case Stop stop -> {
                current.filter(run -> run.id().equals(stop.run())).ifPresent(LedRun::stop);
                yield this;
            }
            case Look look -> onLook(look.replyTo());
            case Stood stood -> onStood(stood);
            case Silent silent -> {
                silent.replyTo().tell(new Seen(site.node(), Optional.empty(), names()));
                yield this;
            }
            case Ended end -> onEnded(end);
            case HandOver handOver -> onHandOver();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            current.ifPresent(LedRun::stop);
        }
        return this;
    }

    private Behavior<Command> onSubmit(ToFront.Submit submit) {
        Progress now = progress(submit.run());
        if (now.phase() == Phase.UNKNOWN && waiting.size() >= MOST_WAITING) {
            now =
                    LedRun.failed(
                            submit.run(), site.runs(), MOST_WAITING + " runs are waiting already");
        } else if (now.phase() == Phase.UNKNOWN) {
            boolean begun = Files.exists(site.runs().resolve(submit.run()));
            waiting.add(new Task(submit.run(), begun ? Optional.empty() : Optional.of(submit)));
            next();
            now = progress(submit.run());
        }
        submit.replyTo().tell(now);
        return this;
    }

    private Progress progress(String run) {
        if (current.isPresent() && current.get().id().equals(run)) {
            return current.get().progress();
        }
        return Optional.ofNullable(ended.get(run))
                .orElseGet(
                        () ->
                                LedRun.nothing(
                                        run,
                                        names().contains(run) ? Phase.WAITING : Phase.UNKNOWN));
    }

    private List<String> names() {
        return waiting.stream().map(Task::run).toList();
    }

    private void next() {
        while (current.isEmpty() && !waiting.isEmpty() && !handingOver) {
            Task task = waiting.remove();
            Consumer<RunResult> end =
                    result -> getContext().getSelf().tell(new Ended(task.run(), result));
            try {
                current =
                        Optional.of(
                                task.submit().isPresent()
                                        ? LedRun.begin(site, getContext(), task.submit().get(), end)
                                        : LedRun.resume(site, getContext(), task.run(), end));
            } catch (IOException | RuntimeException refusal) {
                getContext().getLog().warn("run {} cannot be led", task.run(), refusal);
                remember(
                        LedRun.failed(
                                task.run(), site.runs().resolve(task.run()), refusal.toString()));
            }
        }
    }

    private void remember(Progress progress) {
        ended.put(progress.run(), progress);
        if (ended.size() > MOST_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    private Behavior<Command> onEnded(Ended end) {
        Optional<LedRun> run = current.filter(each -> each.id().equals(end.run()));
        current = Optional.empty();
        if (handingOver) {
            return Behaviors.stopped();
        }
        run.ifPresent(each -> remember(each.ended(end.result())));
        next();
        return this;
    }

    private Behavior<Command> onLook(ActorRef<? super Seen> replyTo) {
        if (current.isEmpty() || current.get().dispatch().isEmpty()) {
            replyTo.tell(new Seen(site.node(), Optional.empty(), names()));
            return this;
        }
        getContext()
                .ask(
                        Dispatch.Standing.class,
                        current.get().dispatch().get(),
                        PATIENCE,
                        Dispatch.Inspect::new,
                        (standing, silence) ->
                                silence == null
                                        ? new Stood(standing, replyTo)
                                        : new Silent(replyTo));
        return this;
    }

    private Behavior<Command> onStood(Stood stood) {
        Dispatch.Standing standing = stood.standing();
        Optional<FromFront.Work> work =
                current.map(
                        run ->
                                new FromFront.Work(
                                        run.progress(),
                                        standing.waiting(),
                                        standing.given(),
                                        standing.loads().entrySet().stream()
                                                .map(
                                                        e ->
                                                                new FromFront.Load(
                                                                        e.getKey(), e.getValue()))
                                                .toList(),
                                        standing.unfit().entrySet().stream()
                                                .map(
                                                        e ->
                                                                new FromFront.Refusal(
                                                                        e.getKey(), e.getValue()))
                                                .toList(),
                                        standing.weights()));
        stood.replyTo().tell(new Seen(site.node(), work, names()));
        return this;
    }

    private Behavior<Command> onHandOver() {
        handingOver = true;
        if (current.isEmpty()) {
            return Behaviors.stopped();
        }
        current.get().stop();
        return this;
    }
}
