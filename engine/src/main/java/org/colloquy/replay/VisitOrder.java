package org.colloquy.replay;

import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.Idea3;
import org.colloquy.dialogue.Protocol;
import org.colloquy.dialogue.Solo;
import org.colloquy.irt.Ability;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.QuestionKey;
import org.colloquy.question.Question;
import org.colloquy.rollout.Rollout;
import org.colloquy.rollout.Rollout.Revisit;
import org.colloquy.rollout.Scores;
import org.colloquy.scenario.Training;

/**
 * The visits of a run in the order in which they must stand: all questions, in training anew in
 * each iteration, and behind them those that are visited again for what was answered.
 */
final class VisitOrder {

    private final RunFacts facts;
    private final Optional<Training> training;
    private int iteration;
    private int last = -1;
    private Rollout rollout;
    private Optional<List<Question>> questions;

    VisitOrder(RunFacts facts) {
        this.facts = facts;
        this.training = facts.training();
        this.rollout = facts.rollout();
        this.questions = facts.posed(0);
    }

    int iteration() {
        return iteration;
    }

    /** Whether the iteration has had no visit yet. */
    boolean atStart() {
        return last < 0;
    }

    /** The visit that must come next in the iteration, if one must. */
    Optional<Visit> next() {
        for (int index = last + 1; index < facts.visits(); index++) {
            Optional<Visit> visit =
                    index < facts.firstVisits() ? Optional.of(first(index)) : second(index);
            if (visit.isPresent()) {
                return visit;
            }
        }
        return Optional.empty();
    }

    /** Puts the visit behind. */
    void begin(Visit visit) {
        last = visit.key().question();
    }

    /** Takes an event of the iteration that was found right. */
    void accept(InteractionEvent event) {
        training.ifPresent(learning -> rollout.accept(event));
    }

    Scores score() {
        return rollout.score();
    }

    List<AbilityEstimated> abilities(List<Ability> before) {
        return rollout.abilities(before);
    }

    void endIteration() {
        iteration++;
        last = -1;
        rollout = facts.rollout();
        questions = facts.posed(iteration);
    }

    private Visit first(int index) {
        if (training.isEmpty()) {
            return visit(index, index, facts.interaction().samples(), facts.protocol());
        }
        int samples = training.get().grpo().groupSize();
        return switch (training.get().discuss()) {
            case NEVER, WITHOUT_RIGHT, NOBODY_RIGHT -> visit(index, index, samples, new Solo());
            case ALWAYS -> visit(index, index, samples, new Idea3());
            case BY_ABILITY -> visit(index, index, samples, new Idea3(), new Solo());
        };
    }

    private Optional<Visit> second(int index) {
        int first = index - facts.firstVisits();
        Training learning = training.orElseThrow();
        Revisit revisit = rollout.secondVisit(first);
        return switch (revisit) {
            case NONE -> Optional.empty();
            case DISCUSS -> Optional.of(visit(index, first, learning.discussions(), new Idea3()));
            case REDRAW ->
                    Optional.of(visit(index, index, learning.grpo().groupSize(), new Solo()));
        };
    }

    private Visit visit(int index, int question, int dialogues, Protocol protocol) {
        return visit(index, question, dialogues, protocol, protocol);
    }

    private Visit visit(
            int index, int question, int dialogues, Protocol cooperating, Protocol competing) {
        QuestionKey key = new QuestionKey(iteration, index);
        return new Visit(
                key,
                questions
                        .filter(all -> question < all.size())
                        .map(all -> all.get(question))
                        .or(() -> rollout.posed(question)),
                facts.ordinal(key),
                dialogues,
                cooperating,
                competing);
    }
}
