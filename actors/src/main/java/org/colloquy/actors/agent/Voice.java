package org.colloquy.actors.agent;

import org.colloquy.dialogue.PromptBook;
import org.colloquy.model.Sampling;

/**
 * What all agents of a run share.
 *
 * @param seed of the run
 * @param sampling of the turns of dialogues
 */
public record Voice(long seed, PromptBook prompts, Sampling sampling) {}
