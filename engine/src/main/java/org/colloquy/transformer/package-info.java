/** The transformer: forward, backward, cache, sampling, optimizer and weights. */
@NullMarked
package org.colloquy.transformer;

import org.jspecify.annotations.NullMarked;
