/** Random numbers as a pure function of a seed, an identity and a counter. */
@NullMarked
package org.colloquy.random;

import org.jspecify.annotations.NullMarked;
