package org.colloquy.dialogue;

import java.util.List;
import org.colloquy.question.Question;

/**
 * Everything that is fixed before a dialogue's first turn.
 *
 * @param peers for each agent of the cast, the indices of the agents that it hears, ascending
 * @param rounds how often the protocol's discussion part is repeated, from 1
 */
public record DialoguePlan(
        DialogueId id,
        Question question,
        List<AgentName> cast,
        Mode mode,
        List<List<Integer>> peers,
        int rounds) {

    public static final int MAX_CAST = 64;

    public DialoguePlan {
        cast = List.copyOf(cast);
        peers = peers.stream().map(List::copyOf).toList();
        if (cast.isEmpty() || cast.size() > MAX_CAST) {
            throw new IllegalArgumentException(
                    "a dialogue has 1 to " + MAX_CAST + " agents, not " + cast.size());
        }
        if (peers.size() != cast.size()) {
            throw new IllegalArgumentException(
                    "peers of " + peers.size() + " agents for a cast of " + cast.size());
        }
        for (int agent = 0; agent < cast.size(); agent++) {
            requirePeers(agent, peers.get(agent), cast.size());
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
        }
    }

    private static void requirePeers(int agent, List<Integer> heard, int cast) {
        int before = -1;
        for (int peer : heard) {
            if (peer <= before || peer >= cast || peer == agent) {
                throw new IllegalArgumentException(
                        "agent %d of %d hears %s; peers are other agents, ascending"
                                .formatted(agent, cast, heard));
            }
            before = peer;
        }
    }
}
