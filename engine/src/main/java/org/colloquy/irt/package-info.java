/** Item response theory: ability, difficulty, and the choice between cooperating and competing. */
@NullMarked
package org.colloquy.irt;

import org.jspecify.annotations.NullMarked;
