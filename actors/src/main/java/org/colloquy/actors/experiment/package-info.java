/** Experiments: the same training under different arms, pairs of agents and seeds, compared. */
@NullMarked
package org.colloquy.actors.experiment;

import org.jspecify.annotations.NullMarked;
