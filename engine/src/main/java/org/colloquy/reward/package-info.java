/** What an answer is worth in training. */
@NullMarked
package org.colloquy.reward;

import org.jspecify.annotations.NullMarked;
