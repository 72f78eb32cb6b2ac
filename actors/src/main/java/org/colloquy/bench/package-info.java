/** Benchmarks of the parts, as ratios within one run; {@code ./colloquy bench} prints them. */
@NullMarked
package org.colloquy.bench;

import org.jspecify.annotations.NullMarked;
