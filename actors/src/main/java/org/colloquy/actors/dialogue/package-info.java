/** One short-lived actor per dialogue, which drives its protocol. */
@NullMarked
package org.colloquy.actors.dialogue;

import org.jspecify.annotations.NullMarked;
