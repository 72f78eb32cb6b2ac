/** Runs evaluations: agents alone, in full batches, and their discussions. */
@NullMarked
package org.colloquy.actors.evaluation;

import org.jspecify.annotations.NullMarked;
