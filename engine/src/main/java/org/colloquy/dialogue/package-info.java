/** Dialogue protocols as pure transitions, and the prompts of their turns. */
@NullMarked
package org.colloquy.dialogue;

import org.jspecify.annotations.NullMarked;
