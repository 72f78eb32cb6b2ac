package org.colloquy.actors.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.model.Completion;
import org.colloquy.model.CompletionBatch;
import org.colloquy.model.CompletionRequest;
import org.colloquy.model.Ended;
import org.colloquy.model.LanguageModel;
import org.colloquy.model.Outcome;
import org.colloquy.model.Partial;
import org.colloquy.model.Refusal;

/**
 * Decodes the requests of all agents and dialogues that share one model in one batch.
 *
 * <p>Each tick is one decode step; between two ticks requests join and leave. When a step throws,
 * the batch is rebuilt and each of its requests is run again alone, so that only those that throw
 * alone are refused: which requests fail does not depend on their company. A model that throws
 * {@link #MAX_FAILURES} times with no answer in between is given up and refuses everything.
 */
public final class ModelServer extends AbstractMatchingBehavior<ModelServer.Command> {

    /** Failures in a row after which the model is not tried again. */
    public static final int MAX_FAILURES = 64;

    public sealed interface Command {}

    /** Asks for a completion; answered once, unless cancelled. */
    public record Complete<R>(CompletionRequest request, Errand<R> errand, ActorRef<R> replyTo)
            implements Command {
        private void end(Outcome outcome) {
            replyTo.tell(errand.answered(outcome));
        }

        private void progress(Partial partial) {
            errand.progressed(partial).ifPresent(replyTo::tell);
        }
    }

    /** Forgets the request with this key, waiting or running; it is not answered. */
    public record Cancel(long key) implements Command {}

    /**
     * Answers with this model from now on, and tells when it does. Requests that are under way are
     * begun again.
     */
    public record Serve(LanguageModel model, ActorRef<? super Serving> replyTo)
            implements Command {}

    /** The answer to {@link Serve}. */
    public record Serving(LanguageModel model) {}

    private enum Tick implements Command {
        NEXT
    }

    /**
     * Bounds of one server.
     *
     * @param batch the most requests that are decoded at once
     * @param waiting the most requests that wait for a place; more are refused
     */
    public record Bounds(int batch, int waiting) {
        public Bounds {
            if (batch < 1 || waiting < 0) {
                throw new IllegalArgumentException(
                        "a batch of " + batch + " with " + waiting + " waiting");
            }
        }
    }

    private final Bounds bounds;
    private final ArrayDeque<Complete<?>> waiting = new ArrayDeque<>();

    /** Requests of a batch that threw; each runs alone. */
    private final ArrayDeque<Complete<?>> suspects = new ArrayDeque<>();

    private final Map<Long, Complete<?>> running = new LinkedHashMap<>();
    private LanguageModel model;
    private Optional<CompletionBatch> batch = Optional.empty();
    private Optional<Refusal> givenUp = Optional.empty();
    private long nextTicket;
    private int failures;
    private boolean ticking;

    /** Whether a suspect runs, which nobody may join. */
    private boolean alone;

    /** Runs {@code model}, which the server does not close. */
    public static Behavior<Command> create(LanguageModel model, Bounds bounds) {
        return Behaviors.setup(context -> new ModelServer(context, model, bounds));
    }

    private ModelServer(ActorContext<Command> context, LanguageModel model, Bounds bounds) {
        super(context);
        this.model = model;
        this.bounds = bounds;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Complete<?> complete -> onComplete(complete);
            case Cancel cancel -> onCancel(cancel);
            case Serve serve -> onServe(serve);
            case Tick tick -> onTick();
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            discardBatch();
        }
        return this;
    }

    private Behavior<Command> onComplete(Complete<?> complete) {
        if (givenUp.isPresent()) {
            complete.end(givenUp.get());
        } else if (waiting.size() >= bounds.waiting() + bounds.batch()) {
            complete.end(new Refusal("busy: " + waiting.size() + " requests are waiting"));
        } else {
            waiting.add(complete);
            keepTicking();
        }
        return this;
    }

    private Behavior<Command> onCancel(Cancel cancel) {
        waiting.removeIf(complete -> complete.request().key() == cancel.key());
        suspects.removeIf(complete -> complete.request().key() == cancel.key());
        List<Long> tickets =
                running.entrySet().stream()
                        .filter(entry -> entry.getValue().request().key() == cancel.key())
                        .map(Map.Entry::getKey)
                        .toList();
        for (long ticket : tickets) {
            running.remove(ticket);
            batch.ifPresent(open -> open.cancel(ticket));
        }
        return this;
    }

    private Behavior<Command> onServe(Serve serve) {
        discardBatch();
        List<Complete<?>> unfinished = new ArrayList<>(suspects);
        unfinished.addAll(running.values());
        unfinished.reversed().forEach(waiting::addFirst);
        suspects.clear();
        running.clear();
        alone = false;
        failures = 0;
        givenUp = Optional.empty();
        model = serve.model();
        serve.replyTo().tell(new Serving(model));
        keepTicking();
        return this;
    }

    private Behavior<Command> onTick() {
        ticking = false;
        try {
            CompletionBatch open = openBatch();
            admit(open);
            if (!running.isEmpty()) {
                open.step().forEach(this::leave);
                tell(open);
            }
        } catch (RuntimeException | Error failure) {
            onFailure(failure);
        }
        keepTicking();
        return this;
    }

    private void admit(CompletionBatch open) {
        alone = alone && !running.isEmpty();
        if (running.isEmpty() && !suspects.isEmpty()) {
            alone = true;
            join(open, suspects.remove());
        } else if (!alone && suspects.isEmpty()) {
            int places = Math.min(open.capacity(), bounds.batch());
            while (!waiting.isEmpty() && running.size() < places) {
                join(open, waiting.remove());
            }
        }
    }

    private void join(CompletionBatch open, Complete<?> complete) {
        long ticket = nextTicket++;
        running.put(ticket, complete);
        open.add(ticket, complete.request());
    }

    private void leave(Ended ended) {
        Optional<Complete<?>> left = Optional.ofNullable(running.remove(ended.ticket()));
        left.ifPresent(
                complete -> {
                    failures = 0;
                    complete.end(checked(ended.outcome()));
                });
    }

    /** A request that is begun again tells what it has told again. */
    private void tell(CompletionBatch open) {
        running.forEach(
                (ticket, complete) -> {
                    if (complete.errand().follows()) {
                        open.partial(ticket).ifPresent(complete::progress);
                    }
                });
    }

    private static Outcome checked(Outcome outcome) {
        return switch (outcome) {
            case Refusal refusal -> refusal;
            case Completion completion -> {
                Optional<String> fault = CompletionFault.in(completion);
                yield fault.isPresent() ? new Refusal(fault.get()) : completion;
            }
        };
    }

    private void onFailure(Throwable failure) {
        discardBatch();
        failures++;
        Refusal refusal = new Refusal("the model failed: " + failure);
        if (running.size() == 1) {
            running.values().iterator().next().end(refusal);
        } else {
            suspects.addAll(running.values());
        }
        running.clear();
        if (failures >= MAX_FAILURES) {
            giveUp(refusal);
        }
    }

    private void giveUp(Refusal refusal) {
        getContext().getLog().warn("gave up {}: {}", model.identity(), refusal.reason());
        givenUp = Optional.of(refusal);
        suspects.forEach(complete -> complete.end(refusal));
        waiting.forEach(complete -> complete.end(refusal));
        suspects.clear();
        waiting.clear();
    }

    private void keepTicking() {
        boolean idle = running.isEmpty() && waiting.isEmpty() && suspects.isEmpty();
        if (!ticking && !idle) {
            ticking = true;
            getContext().getSelf().tell(Tick.NEXT);
        }
    }

    private CompletionBatch openBatch() {
        if (batch.isEmpty()) {
            batch = Optional.of(model.open(bounds.batch()));
        }
        return batch.get();
    }

    private void discardBatch() {
        Optional<CompletionBatch> old = batch;
        batch = Optional.empty();
        try {
            old.ifPresent(CompletionBatch::close);
        } catch (RuntimeException failure) {
            getContext().getLog().warn("closing a batch of {}", model.identity(), failure);
        }
    }
}
