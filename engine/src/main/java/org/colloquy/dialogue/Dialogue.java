package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dialogue so far, as an immutable value: the plan, the protocol and the turns taken.
 *
 * <p>{@link #accept} is the only transition. Turns of the current round may arrive in any order;
 * the value after a round does not depend on it.
 */
public final class Dialogue {

    private final Protocol protocol;
    private final DialoguePlan plan;
    private final List<Stage> stages;

    /** Complete rounds, each in cast order. */
    private final List<List<Turn>> rounds;

    /** The current round in cast order; absent where the turn has not arrived. */
    private final List<Optional<Turn>> current;

    private Dialogue(
            Protocol protocol,
            DialoguePlan plan,
            List<Stage> stages,
            List<List<Turn>> rounds,
            List<Optional<Turn>> current) {
        this.protocol = protocol;
        this.plan = plan;
        this.stages = stages;
        this.rounds = List.copyOf(rounds);
        this.current = List.copyOf(current);
    }

    public static Dialogue open(Protocol protocol, DialoguePlan plan) {
        return new Dialogue(
                protocol, plan, protocol.stages(plan.rounds()), List.of(), nobodyYet(plan));
    }

    public Protocol protocol() {
        return protocol;
    }

    public DialoguePlan plan() {
        return plan;
    }

    /** Complete rounds, each in cast order. */
    public List<List<Turn>> rounds() {
        return rounds;
    }

    public boolean complete() {
        return rounds.size() == stages.size();
    }

    /**
     * The turns that are still to come in the current round, in cast order; empty when complete.
     */
    public List<TurnId> awaited() {
        List<TurnId> ids = new ArrayList<>();
        for (int agent = 0; !complete() && agent < current.size(); agent++) {
            if (current.get(agent).isEmpty()) {
                ids.add(new TurnId(plan.id(), rounds.size(), stages.get(rounds.size()), agent));
            }
        }
        return ids;
    }

    /**
     * The dialogue after one more turn of the current round.
     *
     * @throws IllegalArgumentException if the turn is not awaited
     */
    public Dialogue accept(Turn turn) {
        if (!awaited().contains(turn.id())) {
            throw new IllegalArgumentException("turn " + turn.id() + " is not awaited");
        }
        List<Optional<Turn>> next = new ArrayList<>(current);
        next.set(turn.id().agent(), Optional.of(turn));
        if (next.stream().anyMatch(Optional::isEmpty)) {
            return new Dialogue(protocol, plan, stages, rounds, next);
        }
        List<List<Turn>> done = new ArrayList<>(rounds);
        done.add(next.stream().map(Optional::orElseThrow).toList());
        return new Dialogue(protocol, plan, stages, done, nobodyYet(plan));
    }

    /** All turns of complete rounds, in canonical order. */
    public List<Turn> turns() {
        return rounds.stream().flatMap(List::stream).toList();
    }

    private static List<Optional<Turn>> nobodyYet(DialoguePlan plan) {
        return plan.cast().stream().map(agent -> Optional.<Turn>empty()).toList();
    }
}
