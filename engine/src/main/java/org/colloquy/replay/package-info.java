/** Replaying a recorded run: verifying, watching and re-scoring it. */
@NullMarked
package org.colloquy.replay;

import org.jspecify.annotations.NullMarked;
