/** One actor per agent, which asks its model for its turns. */
@NullMarked
package org.colloquy.actors.agent;

import org.jspecify.annotations.NullMarked;
