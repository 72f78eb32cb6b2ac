package org.colloquy.dialogue;

import java.util.List;
import org.colloquy.question.Grader;

/** Every agent answers alone. */
public record Solo() implements Protocol {

    @Override
    public String name() {
        return "solo";
    }

    @Override
    public List<Stage> stages(int rounds) {
        return List.of(Stage.SHARE);
    }

    @Override
    public List<String> finalTexts(Dialogue dialogue, Grader grader) {
        return dialogue.rounds().getLast().stream().map(Turn::text).toList();
    }
}
