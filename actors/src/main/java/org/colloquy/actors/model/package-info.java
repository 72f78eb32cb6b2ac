/** Model servers: all agents and dialogues decoded in one batch. */
@NullMarked
package org.colloquy.actors.model;

import org.jspecify.annotations.NullMarked;
