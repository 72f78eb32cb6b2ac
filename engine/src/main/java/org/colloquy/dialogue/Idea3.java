package org.colloquy.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.colloquy.question.Grader;

/**
 * Idea Sharing, Idea Analysis, Idea Fusion (Lin et al. 2026): every agent proposes a solution,
 * examines its peers', and writes its own final answer; with more rounds, analysis and fusion
 * repeat.
 */
public record Idea3() implements Protocol {

    @Override
    public String name() {
        return "idea3";
    }

    @Override
    public List<Stage> stages(int rounds) {
        List<Stage> stages = new ArrayList<>(List.of(Stage.SHARE));
        for (int round = 0; round < rounds; round++) {
            stages.add(Stage.ANALYSE);
            stages.add(Stage.FUSE);
        }
        return List.copyOf(stages);
    }

    @Override
    public List<String> finalTexts(Dialogue dialogue, Grader grader) {
        return dialogue.rounds().getLast().stream().map(Turn::text).toList();
    }
}
