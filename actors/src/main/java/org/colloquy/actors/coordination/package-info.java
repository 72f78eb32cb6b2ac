/** The coordinator: picks the mode of each question and opens its dialogues. */
@NullMarked
package org.colloquy.actors.coordination;

import org.jspecify.annotations.NullMarked;
