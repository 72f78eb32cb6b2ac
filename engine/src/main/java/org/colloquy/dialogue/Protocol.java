package org.colloquy.dialogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.colloquy.question.Grader;

/**
 * A form of discussion: a sequence of barrier rounds, in each of which every agent takes one turn
 * that sees all turns of the rounds before and none of its own round.
 */
public sealed interface Protocol permits Solo, Vote, Debate, Idea3 {

    /** The protocol of that name in scenario files. */
    static Optional<Protocol> named(String name) {
        return Stream.<Protocol>of(new Solo(), new Vote(), new Debate(), new Idea3())
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** The name in scenario files. */
    String name();

    /** The stage of each barrier round. */
    List<Stage> stages(int rounds);

    /**
     * Each agent's final answer text of a dialogue whose rounds are all complete, in cast order:
     * normally its last turn's text; for a vote, the text that carries the majority's answer.
     */
    List<String> finalTexts(Dialogue dialogue, Grader grader);
}
