package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.colloquy.dialogue.AgentName;

/**
 * One agent's score by one protocol on one group of questions.
 *
 * @param right greedy answers alone, or final answers of discussions
 * @param sampled what its samples came to; empty for discussions and without samples
 * @param ofSolvable of discussions, the right ones among the questions that some agent solves alone
 */
public record ScoreRow(
        AgentName agent,
        String protocol,
        QuestionGroup group,
        Proportion right,
        Optional<Sampled> sampled,
        Optional<Proportion> ofSolvable) {

    /** The name of the protocol without discussion. */
    public static final String SOLO = "solo";

    /**
     * Scores of k answers to each question.
     *
     * @param mean share of right answers
     * @param pass share of the questions with a right one among k
     * @param majority accuracy of the most frequent answer
     */
    public record Sampled(int k, double mean, double pass, Proportion majority) {}

    /** By agent in cast order: alone by group, then each protocol by group. */
    public static List<ScoreRow> of(Evaluated evaluated) {
        List<ScoreRow> rows = new ArrayList<>();
        List<QuestionGroup> groups = QuestionGroup.of(evaluated.questions());
        Set<Integer> solvable = new HashSet<>(evaluated.solvable());
        for (int agent = 0; agent < evaluated.cast().size(); agent++) {
            AgentName name = evaluated.cast().get(agent);
            for (QuestionGroup group : groups) {
                rows.add(alone(name, group, evaluated.solo().get(agent).of(group.questions())));
            }
            for (String protocol : evaluated.discussed().keySet()) {
                for (QuestionGroup group : groups) {
                    List<Integer> within =
                            group.questions().stream().filter(solvable::contains).toList();
                    rows.add(
                            new ScoreRow(
                                    name,
                                    protocol,
                                    group,
                                    evaluated.discussed(protocol, agent, group.questions()),
                                    Optional.empty(),
                                    Optional.of(evaluated.discussed(protocol, agent, within))));
                }
            }
        }
        return rows;
    }

    private static ScoreRow alone(AgentName agent, QuestionGroup group, SoloResults results) {
        int k = results.samples();
        Optional<Sampled> sampled =
                k == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Sampled(
                                        k,
                                        results.meanAtK(),
                                        results.passAtK(k),
                                        results.majorityAtK()));
        return new ScoreRow(agent, SOLO, group, results.pass1(), sampled, Optional.empty());
    }
}
