package org.colloquy.actors.coordination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.colloquy.actors.agent.Agent;
import org.colloquy.log.InteractionEvent.Evaluated;
import org.colloquy.log.InteractionEvent.SoloEvaluated;
import org.colloquy.question.Grade;
import org.colloquy.question.Question;

/** Measures how well agents do alone: greedy answers to questions that nobody was trained on. */
final class SoloEvaluation {

    private final RunPlan plan;

    SoloEvaluation(RunPlan plan) {
        this.plan = plan;
    }

    /** Whether these weights are to be measured. */
    boolean due(int version) {
        return plan.training()
                .filter(training -> !plan.evaluation().isEmpty())
                .map(
                        training ->
                                version == 0
                                        || version == training.iterations()
                                        || isMultiple(version, training.evaluation().every()))
                .orElse(false);
    }

    private static boolean isMultiple(int version, int every) {
        return every > 0 && version % every == 0;
    }

    /** Every question to every agent. */
    List<Survey.Ask> asks() {
        return plan.perAgent(
                plan.evaluation().size(),
                (agent, item) -> {
                    Question question = plan.evaluation().get(item);
                    return new Survey.Ask(
                            agent,
                            new Agent.Solve(question, AbilityExam.solving(question)),
                            plan.key("evaluation", agent, item),
                            plan.greedy());
                });
    }

    /** Grades the answers to {@link #asks}; no answer is not right. */
    SoloEvaluated result(int version, List<Survey.Answer> answers) {
        int each = plan.evaluation().size();
        List<Evaluated> agents = new ArrayList<>();
        for (int agent = 0; agent < plan.cast().size(); agent++) {
            int first = agent * each;
            int right =
                    (int)
                            IntStream.range(0, each)
                                    .filter(item -> right(item, answers.get(first + item)))
                                    .count();
            agents.add(new Evaluated(plan.cast().get(agent), right, each));
        }
        return new SoloEvaluated(version, agents);
    }

    private boolean right(int item, Survey.Answer answer) {
        return answer.text()
                .map(text -> plan.grader().grade(plan.evaluation().get(item), text))
                .filter(grade -> grade == Grade.RIGHT)
                .isPresent();
    }
}
