package org.colloquy.dialogue;

import org.colloquy.question.Question;

/**
 * The words that agents are given: one continuing transcript per agent and dialogue, so that each
 * prompt starts with the prompt and the text of the agent's turn before.
 */
public interface PromptBook {

    /** The prompt of an awaited turn; the turn's round is the dialogue's current one. */
    String turn(Dialogue dialogue, TurnId id, String persona);

    /** Asks which of two questions is harder; the answer's first word is A or B. */
    String comparison(Question a, Question b, String persona);
}
