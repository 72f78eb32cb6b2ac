package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.colloquy.question.Grader;

/**
 * Self-consistency (Wang et al. 2022) over agents and rounds: everybody answers alone {@code
 * rounds} times, and the most frequent answer is everybody's final one; the answer given first wins
 * a tie. Without any well-formed answer each agent keeps its own last text.
 */
public record Vote() implements Protocol {

    @Override
    public String name() {
        return "vote";
    }

    @Override
    public List<Stage> stages(int rounds) {
        List<Stage> stages = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            stages.add(Stage.SHARE);
        }
        return List.copyOf(stages);
    }

    @Override
    public List<String> finalTexts(Dialogue dialogue, Grader grader) {
        Map<String, List<Turn>> byAnswer = new LinkedHashMap<>();
        for (Turn turn : dialogue.turns()) {
            grader.answerIn(turn.text())
                    .ifPresent(
                            answer ->
                                    byAnswer.computeIfAbsent(answer, key -> new ArrayList<>())
                                            .add(turn));
        }
        int most = byAnswer.values().stream().mapToInt(List::size).max().orElse(0);
        return dialogue.rounds().getLast().stream()
                .map(
                        own ->
                                byAnswer.values().stream()
                                        .filter(turns -> turns.size() == most)
                                        .findFirst()
                                        .map(turns -> turns.getFirst().text())
                                        .orElse(own.text()))
                .toList();
    }
}
