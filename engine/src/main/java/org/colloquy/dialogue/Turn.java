package org.colloquy.dialogue;

/**
 * What an agent was told and what it said.
 *
 * @param prompt the exact text that the model was given
 * @param text what the model wrote
 * @param tokens the model's tokens of {@code text}
 * @param truncated whether the token limit ended it
 */
public record Turn(TurnId id, String prompt, String text, TokenTrace tokens, boolean truncated) {}
