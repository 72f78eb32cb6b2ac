package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.actors.agent.Agent;
import org.colloquy.irt.Ability;
import org.colloquy.irt.AbilityEstimator;
import org.colloquy.irt.AbilityEstimator.Response;
import org.colloquy.irt.DifficultyScale;
import org.colloquy.log.InteractionEvent;
import org.colloquy.log.InteractionEvent.AbilityEstimated;
import org.colloquy.log.InteractionEvent.ValidationGraded;
import org.colloquy.model.Occasion;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** Estimates each agent's ability from greedy answers to the validation questions. */
final class AbilityExam {

    private final RunPlan plan;

    AbilityExam(RunPlan plan) {
        this.plan = plan;
    }

    /**
     * What the exam found.
     *
     * @param abilities in cast order; none without validation questions
     * @param events the log's section
     */
    record Result(List<Ability> abilities, List<InteractionEvent> events) {}

    /** Every validation question to every agent. */
    List<Survey.Ask> asks() {
        return plan.perAgent(
                plan.validation().size(),
                (agent, item) ->
                        new Survey.Ask(
                                agent,
                                new Agent.Solve(
                                        plan.validation().get(item),
                                        solving(plan.validation().get(item))),
                                plan.key("validation", agent, item),
                                plan.greedy()));
    }

    /** Grades the answers to {@link #asks}; an agent that did not answer is graded as malformed. */
    Result result(List<Survey.Answer> answers) {
        int each = plan.validation().size();
        if (each == 0) {
            return new Result(List.of(), List.of());
        }
        List<Ability> abilities = new ArrayList<>();
        List<InteractionEvent> events = new ArrayList<>();
        for (int agent = 0; agent < plan.cast().size(); agent++) {
            List<Response> responses = new ArrayList<>(each);
            for (int item = 0; item < each; item++) {
                ValidationGraded graded =
                        graded(
                                agent,
                                plan.validation().get(item),
                                answers.get(agent * each + item));
                events.add(graded);
                responses.add(new Response(graded.difficulty(), graded.grade() == Grade.RIGHT));
            }
            estimate(agent, responses, abilities, events);
        }
        return new Result(abilities, events);
    }

    /** What an iteration's first ideas have shown, which cost no further tokens. */
    static Result of(List<AbilityEstimated> estimated) {
        return new Result(
                estimated.stream()
                        .map(one -> new Ability(one.ability(), one.standardError()))
                        .toList(),
                List.copyOf(estimated));
    }

    private void estimate(
            int agent,
            List<Response> responses,
            List<Ability> abilities,
            List<InteractionEvent> events) {
        Ability ability = AbilityEstimator.estimate(responses);
        int right = (int) responses.stream().filter(Response::right).count();
        abilities.add(ability);
        events.add(
                new AbilityEstimated(
                        plan.cast().get(agent),
                        right,
                        responses.size(),
                        ability.value(),
                        ability.standardError()));
    }

    private ValidationGraded graded(int agent, Question question, Survey.Answer answer) {
        String text = answer.text().orElse("");
        return new ValidationGraded(
                plan.cast().get(agent),
                question.id(),
                question.family(),
                question.level(),
                DifficultyScale.label(question),
                question.answer(),
                text,
                plan.grader().grade(question, text));
    }

    /** What a simulated model may know when it solves a question alone. */
    static Occasion solving(Question question) {
        return new Occasion("share", question.answer(), DifficultyScale.label(question), List.of());
    }
}
