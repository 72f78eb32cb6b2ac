package org.colloquy.actors.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.evaluation.ScoreRow;
import org.colloquy.question.Question;
import org.colloquy.scenario.ResolvedScenario;
import org.colloquy.scenario.Scenario;

/**
 * What an evaluation asks of a scenario's agents.
 *
 * @param questions of every part
 * @param samples answers to each question beside the greedy one; also the answers of each agent in
 *     a vote
 * @param protocols of solo, vote, debate and idea3, each at most once
 * @param seed of the samples, and of the discussions' choices
 */
public record EvaluationPlan(
        Scenario scenario,
        List<Question> questions,
        int samples,
        List<String> protocols,
        long seed) {

    private static final String VOTE = "vote";

    public EvaluationPlan {
        questions = List.copyOf(questions);
        protocols = List.copyOf(protocols);
    }

    /** The protocols in which agents hear each other. */
    public List<String> discussions() {
        return protocols.stream().filter(protocol -> !protocol.equals(ScoreRow.SOLO)).toList();
    }

    /** Samples that are scored; none where solo accuracy is only the measure of the discussions. */
    int soloSamples() {
        return protocols.contains(ScoreRow.SOLO) ? samples : 0;
    }

    /**
     * The scenario of a discussion: one dialogue a question, greedy; a vote has samples, if there
     * are any, since greedy answers are all alike.
     *
     * @throws org.colloquy.scenario.ScenarioProblems if the cast is too small for it
     */
    Scenario discussion(String protocol) {
        boolean sampled = protocol.equals(VOTE) && samples > 0;
        List<String> changes =
                new ArrayList<>(
                        List.of(
                                "seed=" + seed,
                                "interaction.protocol=" + protocol,
                                "interaction.samples=1"));
        if (protocol.equals(VOTE)) {
            changes.add("interaction.rounds=" + Math.max(1, Math.min(samples, 16)));
        }
        if (!sampled) {
            changes.add("interaction.sampling.temperature=0");
        }
        return ResolvedScenario.read(ResolvedScenario.write(scenario), scenario.name(), changes);
    }
}
