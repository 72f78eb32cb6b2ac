package org.colloquy.rollout;

import java.util.List;
import org.colloquy.dialogue.AgentName;
import org.colloquy.scenario.Scenario;
import org.colloquy.scenario.Training;

/**
 * Who learns from a rollout, and by which settings.
 *
 * @param cast in the scenario's order
 * @param firstVisits questions of an iteration; those from this index on are second visits of the
 *     questions as many places before
 */
public record RolloutRules(List<Member> cast, Training training, int firstVisits) {

    /**
     * One agent of the cast.
     *
     * @param policy the weights that it shares with others of the same policy
     * @param trained whether they learn; else it only takes part
     */
    public record Member(AgentName name, String policy, boolean trained) {}

    public RolloutRules {
        cast = List.copyOf(cast);
    }

    /**
     * The rules of a scenario; without training in it, the default ones, and no second visits.
     *
     * <p>Trained are the agents that are our own transformers and not frozen.
     */
    public static RolloutRules of(Scenario scenario) {
        return new RolloutRules(
                scenario.agents().stream().map(RolloutRules::member).toList(),
                scenario.training().orElse(Training.DEFAULT),
                scenario.training()
                        .map(training -> training.grpo().questions())
                        .orElse(Integer.MAX_VALUE));
    }

    private static Member member(Scenario.Agent agent) {
        boolean learns = agent.model() instanceof Scenario.TransformerChoice && !agent.frozen();
        return new Member(agent.name(), agent.policy(), learns);
    }

    /** The policies that are trained, in the order of their first agents. */
    public List<String> policies() {
        return cast.stream().filter(Member::trained).map(Member::policy).distinct().toList();
    }

    /** The same agents and visits under other settings. */
    public RolloutRules with(Training other) {
        return new RolloutRules(cast, other, firstVisits);
    }
}
