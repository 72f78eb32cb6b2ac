package org.colloquy.actors.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.colloquy.actors.agent.Agent;
import org.colloquy.actors.agent.Idea;
import org.colloquy.dialogue.AgentName;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.DialogueId;
import org.colloquy.dialogue.TurnId;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.TurnFailed;
import org.colloquy.log.InteractionEvent.TurnTaken;
import org.colloquy.log.Timings.Timing;
import org.colloquy.question.Grader;

/**
 * Leads one dialogue to its end and stops.
 *
 * <p>All turns of a round are asked for at once. A turn that is refused or overdue is tried again;
 * when its tries are used up the dialogue fails, but only after the round's other turns have come
 * or failed too, so that the record does not depend on who was first.
 */
public final class DialogueSession extends AbstractMatchingBehavior<DialogueSession.Command> {

    public sealed interface Command {}

    /** Fails the turns that are overdue; whoever opened the session sends it now and then. */
    public enum LookAtClock implements Command {
        NOW
    }

    private record Heard(Idea idea) implements Command {}

    /**
     * The session's only reply, before it stops.
     *
     * @param section the dialogue's part of the log
     * @param timing how long it took, for beside the log
     */
    public record Ended(DialogueId id, List<InteractionEvent> section, Timing timing) {}

    /**
     * What a session needs besides its dialogue.
     *
     * @param cast the agents in the order of the plan's cast
     */
    public record Table(List<ActorRef<Agent.Command>> cast, Patience patience, Grader grader) {
        public Table {
            cast = List.copyOf(cast);
        }
    }

    private final Table table;
    private final double difficulty;
    private final ActorRef<? super Ended> replyTo;

    /** What happened in complete rounds, in canonical order. */
    private final List<InteractionEvent> past = new ArrayList<>();

    private final List<Awaited> round;
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();
    private Dialogue dialogue;
    private int missing;

    /** One agent's part in the current round. */
    private static final class Awaited {
        private final List<InteractionEvent> events = new ArrayList<>(1);
        private int attempt;
        private long askedNanos;
        private boolean open;
    }

    /**
     * Begins at once.
     *
     * @param opening the dialogue before its first turn
     * @param difficulty of the question where known, for models that simulate
     */
    public static Behavior<Command> create(
            Dialogue opening, Table table, double difficulty, ActorRef<? super Ended> replyTo) {
        return Behaviors.setup(
                context -> {
                    DialogueSession session =
                            new DialogueSession(context, opening, table, difficulty, replyTo);
                    session.openRound();
                    return session;
                });
    }

    private DialogueSession(
            ActorContext<Command> context,
            Dialogue opening,
            Table table,
            double difficulty,
            ActorRef<? super Ended> replyTo) {
        super(context);
        this.dialogue = opening;
        this.table = table;
        this.difficulty = difficulty;
        this.replyTo = replyTo;
        this.round = new ArrayList<>(table.cast().size());
        for (int agent = 0; agent < table.cast().size(); agent++) {
            round.add(new Awaited());
        }
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Heard heard -> onHeard(heard.idea());
            case LookAtClock look -> onLookAtClock();
        };
    }

    private Behavior<Command> onHeard(Idea idea) {
        Awaited awaited = round.get(idea.id().agent());
        boolean current = idea.id().round() == dialogue.rounds().size();
        if (!current || !awaited.open || awaited.attempt != idea.attempt()) {
            return this;
        }
        switch (idea) {
            case Idea.Taken taken -> {
                awaited.events.add(new TurnTaken(nameOf(taken.id()), taken.turn()));
                close(awaited);
                dialogue = dialogue.accept(taken.turn());
            }
            case Idea.TurnRefused refused -> failed(awaited, refused.id(), refused.reason());
        }
        return missing == 0 ? endRound() : this;
    }

    private Behavior<Command> onLookAtClock() {
        long nowNanos = System.nanoTime();
        for (TurnId id : dialogue.awaited()) {
            Awaited awaited = round.get(id.agent());
            if (awaited.open && table.patience().over(awaited.askedNanos, nowNanos)) {
                table.cast().get(id.agent()).tell(new Agent.Abandon(id, awaited.attempt));
                failed(awaited, id, table.patience().reason());
            }
        }
        return missing == 0 ? endRound() : this;
    }

    private void failed(Awaited awaited, TurnId id, String reason) {
        awaited.attempt++;
        awaited.events.add(new TurnFailed(nameOf(id), id, awaited.attempt, reason));
        if (awaited.attempt < table.patience().attempts()) {
            ask(awaited, id);
        } else {
            close(awaited);
        }
    }

    private void openRound() {
        List<TurnId> ids = dialogue.awaited();
        missing = ids.size();
        for (TurnId id : ids) {
            Awaited awaited = round.get(id.agent());
            awaited.attempt = 0;
            awaited.open = true;
            ask(awaited, id);
        }
    }

    private void ask(Awaited awaited, TurnId id) {
        awaited.askedNanos = System.nanoTime();
        table.cast()
                .get(id.agent())
                .tell(
                        new Agent.TakeTurn<>(
                                dialogue,
                                id,
                                difficulty,
                                awaited.attempt,
                                Heard::new,
                                getContext().getSelf()));
    }

    private void close(Awaited awaited) {
        awaited.open = false;
        missing--;
    }

    private Behavior<Command> endRound() {
        List<TurnId> unheard = dialogue.awaited();
        boolean whole = round.stream().noneMatch(DialogueSession::gaveUp);
        Optional<String> failure = whole ? Optional.empty() : Optional.of(reasonOfRound());
        for (Awaited awaited : round) {
            past.addAll(awaited.events);
            awaited.events.clear();
        }
        if (whole && !unheard.isEmpty()) {
            openRound();
            return this;
        }
        List<InteractionEvent> section =
                DialogueSection.of(dialogue, past, failure, table.grader());
        replyTo.tell(new Ended(dialogue.plan().id(), section, timing(section)));
        return Behaviors.stopped();
    }

    private Timing timing(List<InteractionEvent> section) {
        int tokens = 0;
        for (InteractionEvent event : section) {
            tokens += event instanceof TurnTaken taken ? taken.turn().tokens().length() : 0;
        }
        long micros = (System.nanoTime() - startNanos) / 1000;
        String id = dialogue.plan().id().toString();
        return new Timing("dialogue", id, "", startMillis, micros, tokens);
    }

    private static boolean gaveUp(Awaited awaited) {
        return awaited.events.getLast() instanceof TurnFailed;
    }

    private String reasonOfRound() {
        return round.stream()
                .filter(DialogueSession::gaveUp)
                .map(awaited -> (TurnFailed) awaited.events.getLast())
                .map(last -> last.agent() + " did not answer: " + last.reason())
                .findFirst()
                .orElseThrow();
    }

    private AgentName nameOf(TurnId id) {
        return dialogue.plan().cast().get(id.agent());
    }
}
