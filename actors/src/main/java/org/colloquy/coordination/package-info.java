/** The coordinator: picks the mode of each question and opens its dialogues. */
@NullMarked
package org.colloquy.coordination;

import org.jspecify.annotations.NullMarked;
