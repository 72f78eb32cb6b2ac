package org.colloquy.actors.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.colloquy.actors.coordination.RunResult;
import org.colloquy.model.LanguageModel;
import org.slf4j.LoggerFactory;

/** A run in an actor system of its own, which ends with it. */
final class ActorRun<C> implements RunHandle {

    /** How long a system may take to end; a model that hangs keeps it from ending ever. */
    private static final long FAREWELL_MILLIS = 2000;

    private static final RunResult EARLY =
            new RunResult(RunResult.Status.FAILED, 0, 0, "a bug: the actors ended too early");

    private final ActorSystem<C> system;
    private final C stop;
    private final CompletionStage<RunResult> result;

    private ActorRun(ActorSystem<C> system, C stop, CompletionStage<RunResult> result) {
        this.system = system;
        this.stop = stop;
        this.result = result;
    }

    /** Starts at once; the run owns its models and its sink. */
    static RunHandle start(Guardian.Run run, NodeSettings settings) {
        if (run.abroad().isPresent()) {
            return hosted(run, settings, run.abroad().get());
        }
        CompletableFuture<RunResult> reached = new CompletableFuture<>();
        return start(
                Guardian.create(run, settings, reached),
                Guardian.Stop.NOW,
                reached,
                settings,
                () -> run.models().values().forEach(LanguageModel::close));
    }

    /** In an actor system that others have too, which goes on when the run is over. */
    private static RunHandle hosted(Guardian.Run run, NodeSettings settings, Abroad abroad) {
        CompletableFuture<RunResult> reached = new CompletableFuture<>();
        CompletableFuture<Done> gone = new CompletableFuture<>();
        ActorRef<Guardian.Command> root =
                abroad.host(
                        Guardian.create(run, settings, reached),
                        () -> {
                            reached.complete(EARLY);
                            gone.complete(Done.done());
                        });
        CompletionStage<RunResult> result =
                gone.thenCompose(done -> reached)
                        .whenComplete(
                                (ended, failure) ->
                                        run.models().values().forEach(LanguageModel::close));
        return new RunHandle() {
            @Override
            public CompletionStage<RunResult> result() {
                return result;
            }

            @Override
            public void stop() {
                root.tell(Guardian.Stop.NOW);
            }
        };
    }

    /**
     * Starts at once.
     *
     * @param root completes {@code reached} before it stops
     * @param stop what asks it to end early
     * @param farewell done when all actors are gone
     */
    static <C> RunHandle start(
            Behavior<C> root,
            C stop,
            CompletableFuture<RunResult> reached,
            NodeSettings settings,
            Runnable farewell) {
        // Pekko logs from several threads while it starts; SLF4J must be ready before.
        LoggerFactory.getLogger(ActorRun.class);
        ActorSystem<C> system = ActorSystem.create(root, "colloquy", settings.config());
        system.getWhenTerminated().thenRun(() -> reached.complete(EARLY));
        CompletionStage<RunResult> result =
                reached.thenCompose(ended -> gone(system).thenApply(done -> ended))
                        .whenComplete((ended, failure) -> farewell.run());
        return new ActorRun<>(system, stop, result);
    }

    private static CompletionStage<Done> gone(ActorSystem<?> system) {
        return system.getWhenTerminated()
                .toCompletableFuture()
                .completeOnTimeout(Done.done(), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<RunResult> result() {
        return result;
    }

    @Override
    public void stop() {
        system.tell(stop);
    }
}
