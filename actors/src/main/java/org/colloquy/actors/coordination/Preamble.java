package org.colloquy.actors.coordination;

import java.util.List;
import org.colloquy.dialogue.Mode;
import org.colloquy.log.InteractionEvent;

/**
 * What is settled of a question before its dialogues.
 *
 * @param events the log's section
 */
record Preamble(Visit visit, Mode mode, List<InteractionEvent> events) {}
