package org.colloquy.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer that most agree on (self-consistency, Wang et al. 2022). */
public final class Majority {

    private Majority() {}

    /**
     * The most frequent of the answers; of several the one that came first.
     *
     * @param answers empty where none could be read; these do not vote
     * @return empty if no answer could be read
     */
    public static Optional<String> of(List<Optional<String>> answers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> answer.ifPresent(one -> votes.merge(one, 1, Integer::sum)));
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() == most)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
