package org.colloquy.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.colloquy.dialogue.AgentName;
import org.colloquy.irt.Ability;
import org.colloquy.irt.AbilityEstimator;
import org.colloquy.irt.AbilityEstimator.Response;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.log.Recorded;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** Grades the validation answers again and estimates the abilities from them. */
final class AbilityAudit implements Audit {

    private final RunFacts facts;
    private final List<Ability> abilities = new ArrayList<>();

    /** What the iteration before says of them; empty before the first one's end. */
    private List<AbilityEstimated> learned = List.of();

    private final List<Question> asked = new ArrayList<>();
    private final List<Response> responses = new ArrayList<>();

    AbilityAudit(RunFacts facts) {
        this.facts = facts;
    }

    /** In cast order; all zero if none was estimated. */
    List<Double> abilities() {
        return abilities.isEmpty()
                ? facts.cast().stream().map(agent -> 0.0).toList()
                : abilities.stream().map(Ability::value).toList();
    }

    /** Whether an exam tells the abilities, or the iteration before does. */
    boolean examined() {
        return learned.isEmpty();
    }

    /** Ends an iteration: the next one's abilities follow from its first ideas. */
    void endIteration(VisitOrder visits) {
        learned = visits.abilities(abilities);
        abilities.clear();
    }

    /** How many agents' abilities were estimated. */
    int estimated() {
        return abilities.size();
    }

    @Override
    public Optional<Difference> check(Recorded record) {
        AgentName agent = facts.cast().get(abilities.size());
        return switch (record.event()) {
            case ValidationGraded graded ->
                    FieldComparison.of(record.seq(), graded, regraded(agent, graded));
            case AbilityEstimated estimated -> checkEstimate(record.seq(), agent, estimated);
            default -> throw new IllegalArgumentException("no event of abilities: " + record);
        };
    }

    private ValidationGraded regraded(AgentName agent, ValidationGraded graded) {
        int item = responses.size();
        Question question = question(item, graded);
        Grade grade = facts.grader().grade(question, graded.text());
        double difficulty = DifficultyScale.label(question);
        responses.add(new Response(difficulty, grade == Grade.RIGHT));
        return new ValidationGraded(
                agent,
                question.id(),
                question.family(),
                question.level(),
                difficulty,
                question.answer(),
                graded.text(),
                grade);
    }

    /** As drawn; else as the first agent was asked; else as recorded. */
    private Question question(int item, ValidationGraded graded) {
        if (item == asked.size()) {
            asked.add(
                    facts.validation(item)
                            .orElseGet(
                                    () ->
                                            new Question(
                                                    graded.question(),
                                                    graded.family(),
                                                    graded.level(),
                                                    "",
                                                    graded.answer(),
                                                    List.of())));
        }
        return asked.get(item);
    }

    private Optional<Difference> checkEstimate(
            long seq, AgentName agent, AbilityEstimated estimated) {
        if (!examined()) {
            AbilityEstimated again = learned.get(abilities.size());
            abilities.add(new Ability(again.ability(), again.standardError()));
            return FieldComparison.of(seq, estimated, again);
        }
        int wanted = facts.interaction().validation();
        if (responses.size() != wanted || wanted == 0) {
            return Optional.of(
                    new Difference(
                            seq,
                            "asked",
                            Integer.toString(responses.size()),
                            Integer.toString(wanted)));
        }
        Ability ability = AbilityEstimator.estimate(responses);
        int right = (int) responses.stream().filter(Response::right).count();
        AbilityEstimated recomputed =
                new AbilityEstimated(
                        agent, right, wanted, ability.value(), ability.standardError());
        responses.clear();
        abilities.add(ability);
        return FieldComparison.of(seq, estimated, recomputed);
    }
}
