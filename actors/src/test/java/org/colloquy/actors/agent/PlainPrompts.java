package org.colloquy.actors.agent;

import java.util.stream.Collectors;
import org.colloquy.dialogue.Dialogue;
import org.colloquy.dialogue.PromptBook;
import org.colloquy.dialogue.Turn;
import org.colloquy.dialogue.TurnId;
import org.colloquy.question.Question;

/** Prompts that show all that an agent may know, and nothing else. */
public final class PlainPrompts implements PromptBook {

    @Override
    public String turn(Dialogue dialogue, TurnId id, String persona) {
        String heard =
                dialogue.rounds().isEmpty()
                        ? ""
                        : dialogue.plan().peers().get(id.agent()).stream()
                                .map(peer -> dialogue.rounds().getLast().get(peer))
                                .map(Turn::text)
                                .collect(Collectors.joining("|"));
        return "%s %s %s <%s>"
                .formatted(persona, id.stage(), dialogue.plan().question().text(), heard);
    }

    @Override
    public String comparison(Question a, Question b, String persona) {
        return persona + " A " + a.text() + " B " + b.text();
    }
}
