/** Training actors: groups of scored trajectories become new parameters. */
@NullMarked
package org.colloquy.actors.training;

import org.jspecify.annotations.NullMarked;
