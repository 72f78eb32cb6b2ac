package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.question.Grader;

/** Every agent answers, then revises its answer in view of its peers' (Du et al. 2023). */
public record Debate() implements Protocol {

    @Override
    public String name() {
        return "debate";
    }

    @Override
    public List<Stage> stages(int rounds) {
        List<Stage> stages = new ArrayList<>(List.of(Stage.SHARE));
        for (int round = 0; round < rounds; round++) {
            stages.add(Stage.REVISE);
        }
        return List.copyOf(stages);
    }

    @Override
    public List<String> finalTexts(Dialogue dialogue, Grader grader) {
        return dialogue.rounds().getLast().stream().map(Turn::text).toList();
    }
}
