package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.dialogue.DialogueSession;
import org.colloquy.actors.dialogue.Patience;
import org.colloquy.model.Completion;
import org.colloquy.model.Refusal;
import org.colloquy.model.Sampling;
import org.colloquy.random.CounterRandom;

/**
 * Asks agents a list of single questions outside any dialogue, at most so many at a time, replies
 * with all answers in the order of the list, and stops.
 */
public final class Survey extends AbstractMatchingBehavior<Survey.Command> {

    public sealed interface Command {}

    /** Fails the answers that are overdue; whoever opened the survey sends it now and then. */
    public enum LookAtClock implements Command {
        NOW
    }

    private record Heard(Agent.Considered answer) implements Command {}

    /**
     * One question to one agent.
     *
     * @param agent index in the cast
     * @param key of every random number of the answer; no two of a survey are equal
     */
    public record Ask(int agent, Agent.Task task, long key, Sampling sampling) {}

    /**
     * What came of one question.
     *
     * @param text empty if all tries failed
     * @param failures the reason of each failed try
     */
    public record Answer(Optional<String> text, List<String> failures) {}

    /** The reply: one answer for each question, in the order of asking. */
    public record Surveyed(int subject, List<Answer> answers) {

        /** How many questions got no answer. */
        int unanswered() {
            return (int) answers.stream().filter(answer -> answer.text().isEmpty()).count();
        }

        /** Why the last of them got none; empty if all got one. */
        String lastFailure() {
            return answers.stream()
                    .filter(answer -> answer.text().isEmpty())
                    .reduce((first, second) -> second)
                    .map(answer -> answer.failures().getLast())
                    .orElse("");
        }
    }

    private record Pending(int place, int attempt, long askedNanos) {}

    private final int subject;
    private final List<Ask> asks;
    private final List<ActorRef<Agent.Command>> cast;
    private final Patience patience;
    private final ActorRef<? super Surveyed> replyTo;
    private final ActorRef<Agent.Considered> ear;
    private final List<Optional<String>> texts = new ArrayList<>();
    private final List<List<String>> failures = new ArrayList<>();
    private final Map<Long, Pending> pending = new HashMap<>();
    private int next;

    /**
     * Begins at once.
     *
     * @param subject comes back with the reply
     * @param table whose agents are asked
     */
    public static Behavior<Command> create(
            int subject,
            List<Ask> asks,
            DialogueSession.Table table,
            ActorRef<? super Surveyed> replyTo) {
        return Behaviors.setup(
                context -> new Survey(context, subject, asks, table, replyTo).goOn());
    }

    private Survey(
            ActorContext<Command> context,
            int subject,
            List<Ask> asks,
            DialogueSession.Table table,
            ActorRef<? super Surveyed> replyTo) {
        super(context);
        this.subject = subject;
        this.asks = List.copyOf(asks);
        this.cast = table.cast();
        this.patience = table.patience();
        this.replyTo = replyTo;
        this.ear = context.messageAdapter(Agent.Considered.class, Heard::new);
        for (int place = 0; place < asks.size(); place++) {
            texts.add(Optional.empty());
            failures.add(new ArrayList<>(0));
        }
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onHeard(heard.answer());
            case LookAtClock look -> onLookAtClock();
        };
    }

    private Behavior<Command> onHeard(Agent.Considered answer) {
        Optional<Pending> asked = Optional.ofNullable(pending.remove(answer.key()));
        asked.ifPresent(
                was -> {
                    switch (answer.outcome()) {
                        case Completion said -> texts.set(was.place(), Optional.of(said.text()));
                        case Refusal refusal -> failed(was, refusal.reason());
                    }
                });
        return goOn();
    }

    private Behavior<Command> onLookAtClock() {
        long nowNanos = System.nanoTime();
        List<Long> overdue =
                pending.entrySet().stream()
                        .filter(entry -> patience.over(entry.getValue().askedNanos(), nowNanos))
                        .map(Map.Entry::getKey)
                        .toList();
        for (long key : overdue) {
            Pending was = Objects.requireNonNull(pending.remove(key));
            cast.get(asks.get(was.place()).agent()).tell(new Agent.Forget(key));
            failed(was, patience.reason());
        }
        return goOn();
    }

    private void failed(Pending was, String reason) {
        failures.get(was.place()).add(reason);
        if (was.attempt() + 1 < patience.attempts()) {
            send(was.place(), was.attempt() + 1);
        }
    }

    private Behavior<Command> goOn() {
        while (next < asks.size() && pending.size() < Window.SURVEY_ASKS) {
            send(next++, 0);
        }
        if (!pending.isEmpty()) {
            return this;
        }
        List<Answer> answers = new ArrayList<>(asks.size());
        for (int place = 0; place < asks.size(); place++) {
            answers.add(new Answer(texts.get(place), List.copyOf(failures.get(place))));
        }
        replyTo.tell(new Surveyed(subject, List.copyOf(answers)));
        return Behaviors.stopped();
    }

    private void send(int place, int attempt) {
        Ask ask = asks.get(place);
        long key = attempt == 0 ? ask.key() : CounterRandom.key(ask.key(), "attempt", attempt);
        pending.put(key, new Pending(place, attempt, System.nanoTime()));
        cast.get(ask.agent()).tell(new Agent.Consider(ask.task(), key, ask.sampling(), ear));
    }
}
