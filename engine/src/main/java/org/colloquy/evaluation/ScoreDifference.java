package org.colloquy.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.dialogue.AgentName;
import org.colloquy.random.CounterRandom;

/** How one agent's accuracy by one protocol differs between two sets of weights. */
public record ScoreDifference(AgentName agent, String protocol, PairedBootstrap bootstrap) {

    /**
     * Second minus first, for each agent and protocol that both have.
     *
     * @throws IllegalArgumentException if the questions or the casts differ
     */
    public static List<ScoreDifference> of(Evaluated first, Evaluated second, long seed) {
        if (!first.questions().equals(second.questions()) || !first.cast().equals(second.cast())) {
            throw new IllegalArgumentException("evaluations of other questions or agents");
        }
        List<ScoreDifference> differences = new ArrayList<>();
        for (int agent = 0; agent < first.cast().size(); agent++) {
            AgentName name = first.cast().get(agent);
            long key = CounterRandom.key(seed, "difference", agent);
            differences.add(
                    new ScoreDifference(
                            name,
                            ScoreRow.SOLO,
                            PairedBootstrap.of(
                                    first.solo().get(agent).greedy(),
                                    second.solo().get(agent).greedy(),
                                    key)));
            for (String protocol : first.discussed().keySet()) {
                differences.add(
                        new ScoreDifference(
                                name,
                                protocol,
                                PairedBootstrap.of(
                                        first.finals(protocol).get(agent),
                                        second.finals(protocol).get(agent),
                                        key)));
            }
        }
        return differences;
    }
}
